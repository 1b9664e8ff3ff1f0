import { expect, test } from "vitest";
import type { FieldValue } from "@/lib/audit/event";
import { fieldLabel, recordedText } from "./recorded-value";

const ZONE = "Pacific/Auckland";

test.each<[field: string, value: FieldValue, text: string | null]>([
  ["role", "entity-admin", "Entity admin"],
  ["toRole", "credit-manager", "Credit manager"],
  ["role", "a-custom-one", "a-custom-one"],
  ["global", false, "No"],
  ["everyEntity", true, "Yes"],
  ["expiresAt", "2026-11-21T07:52:00.000Z", "21 Nov 2026, 20:52 NZDT"],
  ["remindOn", "2026-11-29", "29 Nov 2026"],
  ["status", "docs_in_place", "Docs in place"],
  ["status", "no_docs", "No documents"],
  ["status", "halted", "Halted"],
  ["state", "withdrawn", "Withdrawn"],
  ["set_role", "pending", "Pending"],
  ["operation", "end_sessions", "End sessions"],
  ["asksFor", "Users.Promote", "Change roles"],
  ["attempts", 7, "7"],
  ["notes", "no_docs yet", "no_docs yet"],
  ["displayName", "halted", "halted"],
  ["displayName", "Tāne\u202eWalker", "Tāne\\u{202e}Walker"],
  ["remindOn", "2026-99-99", "2026-99-99"],
  ["remindOn", null, null],
  ["notes", "", null],
])("what is recorded of %s, %j, reads %j", (field, value, text) => {
  expect(recordedText(field, value, ZONE)).toBe(text);
});

test("a field's name reads as words", () => {
  expect(["expiresAt", "set_role", "status"].map(fieldLabel)).toEqual(["Expires at", "Set role", "Status"]);
});
