import { describe, expect, test } from "vitest";
import { changeSince, endedMessage, isShutOut, markOf, type Standing } from "./standing";

const before: Standing = {
  userId: "0190a0c0-0000-7000-8000-0000000000f1",
  authzVersion: 3,
  role: "viewer",
  status: "active",
  entityName: "Kauri Energy",
  entityStatus: "active",
  over: null,
};
const mark = markOf(before);
const told = (now: Partial<Standing>) => changeSince(mark, { ...before, ...now });

describe("session messages", () => {
  test("an open page gets no message while nothing has changed since it was rendered", () => {
    expect(told({})).toEqual({ kind: "as-before" });
  });

  test.each([
    ["role-changed", { role: "trader", authzVersion: 4 }, "Your role changed: you are Trader now."],
    ["status-changed", { status: "frozen", authzVersion: 4 }, "Your account was frozen"],
    ["status-changed", { status: "terminated", authzVersion: 5, role: "trader" }, "Your account was terminated"],
    ["entity-suspended", { entityStatus: "suspended" }, "Kauri Energy was suspended"],
    ["ended", { over: "signed-out", role: "trader", authzVersion: 4 }, "You were signed out."],
    ["ended", { over: "some other reason" }, "Your session has ended."],
    ["ended", { userId: "0190a0c0-0000-7000-8000-0000000000f2" }, "Somebody signed in again in this browser."],
  ] as const)("%s when %j", (kind, now, title) => {
    expect(told(now)).toMatchObject({ kind, title: expect.stringContaining(title) });
  });

  test("an open page refreshes itself only if it stays accessible: never after the session ends, a suspension or a deactivation", () => {
    const refreshes = (now: Partial<Standing>) => {
      const message = told(now);
      return message.kind !== "as-before" && message.refresh;
    };
    expect([refreshes({ role: "trader", authzVersion: 4 }), refreshes({ status: "halted", authzVersion: 4 })]).toEqual([true, true]);
    const shutOut = [
      { over: "idle" },
      { entityStatus: "suspended" },
      { status: "deactivated", authzVersion: 4 },
      { status: "terminated", authzVersion: 4 },
    ] as const;
    for (const now of shutOut) expect([refreshes(now), isShutOut({ ...before, ...now })]).toEqual([false, true]);
  });

  test("an ended session links to sign-in in another tab, and a forged mark never reads as unchanged", () => {
    expect(endedMessage("idle")).toMatchObject({ kind: "ended", link: { href: "/sign-in" } });
    expect(endedMessage("replaced")).toMatchObject({ kind: "ended", link: { href: "" } });
    for (const made of ["", ".", "a.b.c.d", `${before.userId}`, `${before.userId}.NaN.active`]) expect(changeSince(made, before).kind).not.toBe("as-before");
  });
});
