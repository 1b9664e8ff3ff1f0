import { expect, test } from "vitest";
import { readCheckedList, readInvitation, readList } from "./form";
import { checkInvitationListInput, sendInvitationInput, sendInvitationListInput } from "./schema";

test("a list comes from its file when there is one, else from the typed text", () => {
  expect(checkInvitationListInput.parse(readList({ file: "from the file", csv: "typed", checked: "x" }))).toEqual({ csv: "from the file" });
  expect(checkInvitationListInput.parse(readList({ file: "", csv: "typed" }))).toEqual({ csv: "typed" });
  expect(checkInvitationListInput.parse(readList({}))).toEqual({ csv: "" });
});

test("a list to send carries the hash of its check, and none when it was not checked", () => {
  expect(sendInvitationListInput.parse(readCheckedList({ file: "", csv: "typed", checked: "abc" }))).toEqual({ csv: "typed", checked: "abc" });
  expect(sendInvitationListInput.parse(readCheckedList({ csv: "typed" }))).toEqual({ csv: "typed", checked: "" });
});

test.each([{ more: "x" }, { csv: "\ud800" }, { file: "\ud800" }])("a list's form with %j is rejected", (change) => {
  expect(checkInvitationListInput.safeParse(readList({ csv: "typed", ...change })).success).toBe(false);
  expect(sendInvitationListInput.safeParse(readCheckedList({ csv: "typed", ...change })).success).toBe(false);
});

const form = { email: "new@people.example", name: "", role: "viewer" };

test("the form of one invitation omits unticked fields", () => {
  const read = (change: Record<string, string> = {}) => sendInvitationInput.safeParse(readInvitation({ ...form, ...change }));
  expect(read().data).toEqual({ email: "new@people.example", name: "", role: "viewer", comesBack: false });
  expect(read({ comesBack: "on" }).data).toMatchObject({ comesBack: true });
  for (const wrong of [{ comesBack: "ja" }, { entity: "KAURI" }, { role: "" }]) expect(read(wrong).success, JSON.stringify(wrong)).toBe(false);
});

test("an entity left open in the form of one invitation is asked for, and is not the sender's own", () => {
  expect(() => readInvitation({ ...form, entity: "" })).toThrow(expect.objectContaining({ fieldErrors: { entity: "Choose the entity that they join." } }));
});
