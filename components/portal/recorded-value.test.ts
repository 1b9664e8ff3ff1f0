import { expect, test } from "vitest";
import type { FieldValue } from "@/lib/platform/audit/event";
import { fieldLabel, recordedText, sentence } from "./recorded-value";

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
  ["compliance.maximumSpread", "3.0", "3.0 %"],
  ["products.contracts[monthly].tickSize", "0.05", "0.05 NZD/MWh"],
  ["marketHours.days", "monday, friday", "Monday, Friday"],
  ["daylightSaving.sessionTimes", "standard-time", "Stay on standard time all year"],
  ["holidays[2027-12-27].date", "2027-12-27", "27 Dec 2027"],
  ["products.nodes[OTA].name", "viewer", "viewer"],
  ["remindOn", null, null],
  ["notes", "", null],
])("what is recorded of %s, %j, reads %j", (field, value, text) => {
  expect(recordedText(field, value, ZONE)).toBe(text);
});

test.each([
  ["expiresAt", "Expires at"],
  ["set_role", "Set role"],
  ["status", "Status"],
  ["compliance.maximumSpread", "Compliance, maximum spread"],
  ["holidays[2027-12-27].name", "Holidays, 2027-12-27, name"],
  ["products.contracts[monthly].tickSize", "Products, contracts, monthly, tick size"],
  ["products.profiles[EP].periods[1].last", "Products, profiles, EP, periods, 1, last"],
])("the field %s reads %j", (field, label) => {
  expect(fieldLabel(field)).toBe(label);
});

test("an action's name is shown as words", () => {
  expect(["entity.suspended", "users.changeRole", "end_sessions"].map(sentence)).toEqual(["Entity suspended", "Users change role", "End sessions"]);
});
