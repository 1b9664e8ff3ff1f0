import { expect, test } from "vitest";
import type { ChangeEvent } from "@/lib/platform/audit/event";
import { backTo, flashOf, pathOf, readFlash } from "./flash";

const froze: ChangeEvent = {
  action: "user.status_changed",
  target: { type: "user", id: "1", label: "Mele Fonoti", entityId: "2" },
  changes: { status: { from: "active", to: "frozen" } },
};
const jar = (value: unknown) => ({ get: (name: string) => ({ name, value: Buffer.from(JSON.stringify(value)).toString("base64url") }) });
const kept = { ...flashOf({ text: undefined, undo: null }, [froze]), id: "a", by: "me", at: "/admin/users/1" };

test("what is said is the first change on record, with how many of its kind followed", () => {
  const other: ChangeEvent = { ...froze, action: "user.sessions_ended" };
  expect(flashOf({ text: undefined, undo: null }, [froze, other, froze])).toMatchObject({
    change: { action: "user.status_changed", targetLabel: "Mele Fonoti" },
    more: 1,
  });
});

test("nothing is said where nothing is on record and the form says nothing", () => {
  expect(flashOf({ text: undefined, undo: undefined }, [])).toBeNull();
  expect(flashOf({ text: "You saved the view Mine.", undo: null }, [])).toMatchObject({ text: "You saved the view Mine." });
});

test("what was done is read by the person who did it and by nobody else", () => {
  expect(readFlash(jar(kept), "me")).toEqual(kept);
  expect(readFlash(jar(kept), "another")).toBeNull();
});

test.each([
  ["no JSON", "nonsense"],
  ["another shape", { by: "me" }],
  ["a list", []],
  ["a script", { ...kept, undo: { form: 1 } }],
])("a cookie that holds %s says nothing", (_, value) => {
  expect(readFlash(jar(value), "me")).toBeNull();
});

test("taking back sends what changed as it was, and everything else as it was sent", () => {
  expect(backTo("users.setStatus", { id: "1", version: 4, status: "frozen", remindOn: null }, [froze])).toEqual({
    form: "users.setStatus",
    fields: { id: "1", version: "4", status: "active", remindOn: "" },
  });
});

test("the path of an address leaves out its host and what it asks for", () => {
  expect([pathOf("/admin/users?role=trader"), pathOf("https://portal.example/admin/audit?by=me"), pathOf("//")]).toEqual(["/admin/users", "/admin/audit", "/"]);
});
