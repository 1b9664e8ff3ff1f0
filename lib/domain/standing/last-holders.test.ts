import { expect, test } from "vitest";
import { type Remaining, whyLast } from "./last-holders";

const refusal = (remaining: Remaining): string => whyLast({ displayName: "Aroha Ngata" }, remaining)?.code ?? "leaves";

test.each<[string, Remaining, string]>([
  ["somebody of whom nothing depends", { operators: null, sameRole: null }, "leaves"],
  ["an operator with another beside them", { operators: 1, sameRole: null }, "leaves"],
  ["the last operator", { operators: 0, sameRole: null }, "LAST_OPERATOR"],
  ["somebody of a role that each entity keeps, with another beside them", { operators: null, sameRole: 1 }, "leaves"],
  ["the last of their entity in a role that it keeps", { operators: null, sameRole: 0 }, "LAST_OPERATOR"],
  ["the last of their entity, with other operators", { operators: 3, sameRole: 0 }, "LAST_OPERATOR"],
])("%s may leave, or not", (_who, remaining, outcome) => {
  expect(refusal(remaining)).toBe(outcome);
});
