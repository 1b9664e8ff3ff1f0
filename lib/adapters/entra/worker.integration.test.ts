import { describe, expect, test } from "vitest";
import type { Fault } from "@/lib/dev/directory/faults";
import { settleDone, takeWrites } from "@/lib/domain/write-queue/claim";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { TIME_LIMIT, useLine } from "@/lib/testing/directory-line";
import { pauseAfter } from "./worker";

const { directory, client, oidOf, userOf, stored, states, sql, pass, queue, invite, round, recorded } = useLine();

describe("a directory that answers", () => {
  test("has the person in exactly the one role group, holding Global or not, whatever it was before and however often it is told", async () => {
    await queue(0, { kind: "set_role", role: "operator" }, { kind: "set_global", global: true }, { kind: "revoke_sessions" });
    await round();
    expect(directory().standingOf(oidOf(0))).toEqual({ roles: ["operator"], global: true });
    expect(await states()).toEqual(["done", "done", "done"]);
    await queue(0, { kind: "set_role", role: "operator" }, { kind: "set_global", global: true });
    await round();
    await queue(0, { kind: "set_role", role: null }, { kind: "set_global", global: false });
    await round();
    await queue(0, { kind: "set_role", role: null }, { kind: "set_global", global: false });
    await round();
    expect(directory().standingOf(oidOf(0))).toEqual({ roles: [], global: false });
    expect(new Set(await states())).toEqual(new Set(["done"]));
  });

  test("gets a guest once for an address that has no account, in no group, and the portal remembers that it made it", async () => {
    await invite("O'Neil+new@kauri.example");
    await round();
    const [guest] = await client().directoryGuest.findMany();
    expect(directory().standingOf(guest?.oid ?? "")).toEqual({ roles: [], global: false });
    const before = directory().people().length;
    await sql("UPDATE invitation SET state = 'revoked' WHERE state = 'pending'");
    await invite("o'neil+new@KAURI.example");
    await round();
    expect(directory().people()).toHaveLength(before);
    expect(await client().directoryGuest.findMany()).toEqual([guest]);
    expect(await states()).toEqual(["done", "done"]);
  });

  test("is told the latest only: what an earlier write of the same kind had to say is superseded, in whatever state it was", async () => {
    await queue(1, { kind: "set_role", role: "trader" });
    await sql("UPDATE directory_write SET state = 'failed'");
    await queue(1, { kind: "set_role", role: "credit-manager" }, { kind: "set_global", global: false });
    await queue(1, { kind: "set_role", role: "entity-admin" });
    await round();
    expect(await states()).toEqual(["superseded", "superseded", "done", "done"]);
    expect(directory().standingOf(oidOf(1))?.roles).toEqual(["entity-admin"]);
  });
});

describe("a directory that does not answer as it should", () => {
  const faults: readonly (readonly [Fault, RegExp])[] = [
    [{ kind: "too-many", retryAfter: 90 }, /429 TooManyRequests/],
    [{ kind: "error", done: false }, /500 InternalServerError/],
    [{ kind: "error", done: true }, /500 InternalServerError/],
    [{ kind: "slow", milliseconds: TIME_LIMIT * 2 }, /No answer within 1.5 seconds/],
    [{ kind: "garbage" }, /not Graph's|not one of Graph's/],
  ];

  test.each(faults)("%o: the write stays, says what was wrong, and is done when its time has come", async (fault, problem) => {
    directory().misbehave(() => fault);
    await queue(2, { kind: "set_role", role: "trader" });
    await round();
    expect(await stored()).toMatchObject([{ state: "pending", attempts: 1, lastError: expect.stringMatching(problem), claimedBy: null }]);
    directory().misbehave(() => undefined);
    await round();
    expect(await states()).toEqual(["pending"]);
    await pass(fault.kind === "too-many" ? "80 seconds" : "1 second");
    await round();
    expect(await states()).toEqual([fault.kind === "too-many" ? "pending" : "done"]);
    await pass("10 seconds");
    await round();
    expect(await stored()).toMatchObject([{ state: "done", lastError: null }]);
    expect(directory().standingOf(oidOf(2))?.roles).toEqual(["trader"]);
  });

  test("later writes of the person wait for the first, those of others do not", async () => {
    let calls = 0;
    directory().misbehave(() => (calls++ === 0 ? { kind: "error", done: false } : undefined));
    await queue(3, { kind: "set_role", role: "trader" }, { kind: "revoke_sessions" });
    await round();
    await queue(4, { kind: "set_role", role: "trader" });
    await round();
    expect(await states()).toEqual(["pending", "pending", "done"]);
    await pass("1 second");
    await round();
    expect(await states()).toEqual(["done", "done", "done"]);
  });

  test("is given up after the stated time, on the record, and is nobody's obstacle; caught up later, that is on the record too", async () => {
    directory().misbehave(() => ({ kind: "error", done: false }));
    await queue(5, { kind: "set_role", role: "trader" }, { kind: "revoke_sessions" });
    await pass("23 hours");
    await round();
    expect(await states()).toEqual(["pending", "pending"]);
    await pass("1 hour");
    await round();
    expect(await states()).toEqual(["failed", "failed"]);
    const { id } = await userOf(5);
    expect(await recorded("directory.write_given_up")).toMatchObject([
      {
        targetType: "user",
        targetId: id,
        actorName: "Rolebook",
        changes: { set_role: { from: "pending", to: "failed" } },
        reason: expect.stringContaining("500"),
      },
      { targetId: id, changes: { revoke_sessions: { from: "pending", to: "failed" } } },
    ]);
    directory().misbehave(() => undefined);
    await sql("UPDATE directory_write SET state = 'pending', next_attempt_at = now(), queued_at = now()");
    await round();
    expect(await states()).toEqual(["done", "done"]);
    expect(await recorded("directory.write_caught_up")).toHaveLength(2);
  });

  test("pauses grow, are spread, end somewhere, and are never shorter than what was asked for", () => {
    const spread = (attempts: number) => [pauseAfter(new Error(), attempts, 0), pauseAfter(new Error(), attempts, 1)];
    expect([1, 2, 5, 11, 500].map(spread)).toEqual([
      [0.5, 1],
      [1, 2],
      [8, 16],
      [300, 600],
      [300, 600],
    ]);
  });
});

describe("a worker that dies", () => {
  test("leaves its write to the next one, when the lease is over and not before", async () => {
    await queue(6, { kind: "set_role", role: "trader" }, { kind: "set_global", global: false });
    const [taken] = await inSystem((tx) => takeWrites(tx, 8));
    await round();
    expect(await states()).toEqual(["pending", "pending"]);
    await pass("61 seconds");
    await round();
    expect(await states()).toEqual(["done", "done"]);
    // It was only asleep: what it says now is not noted any more.
    await sql(`UPDATE directory_write SET state = 'pending' WHERE id = '${taken?.id}'`);
    if (taken) await inSystem((tx) => settleDone(tx, taken, null));
    expect(await states()).toEqual(["pending", "done"]);
  });
});
