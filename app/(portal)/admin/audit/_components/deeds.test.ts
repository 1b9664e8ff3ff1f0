import { expect, test } from "vitest";
import { registeredActions } from "@/lib/platform/operations/registry";
import "@/lib/testing/every-declaration";
import { DEEDS, deedSentence, READS } from "./deeds";

test("every declared read and operation has words for the log, and no words are left over", () => {
  const names = (kind: "query" | "operation") =>
    registeredActions()
      .filter((declared) => (declared.kind === "query") === (kind === "query"))
      .map(({ name }) => name)
      .sort();
  expect(Object.keys(READS).sort()).toEqual(names("query"));
  expect(Object.keys(DEEDS).sort()).toEqual(names("operation"));
});

test.each([
  ["opened the audit log", { action: "audit.list", outcome: "grant", purpose: "access" }],
  ["was not shown the audit log", { action: "audit.list", outcome: "deny", purpose: "access" }],
  ["was not allowed to halt the market", { action: "market.halt", outcome: "deny", purpose: "access" }],
  ["was shown what they may do: the list of users", { action: "users.list", outcome: "grant", purpose: "visibility" }],
  ["signed in", { action: "session.signed_in", outcome: "grant", purpose: null }],
  ["was refused Thing painted", { action: "thing.painted", outcome: "deny", purpose: "access" }],
] as const)("%s", (expected, entry) => {
  expect(deedSentence(entry)).toBe(expected);
});
