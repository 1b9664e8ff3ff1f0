import { expect, test } from "vitest";
import { type Remaining, whyLast } from "./last-holders";

const refusal = (remaining: Remaining): string => whyLast({ displayName: "Aroha Ngata" }, remaining)?.code ?? "leaves";

test.each<[string, Remaining, string]>([
  ["a person who is no last holder", { operators: null, sameRole: null }, "leaves"],
  ["an operator with another beside them", { operators: 1, sameRole: null }, "leaves"],
  ["the last operator", { operators: 0, sameRole: null }, "LAST_OPERATOR"],
  ["a holder of a role that each entity keeps, with another holder", { operators: null, sameRole: 1 }, "leaves"],
  ["the last holder in their entity of a role that it keeps", { operators: null, sameRole: 0 }, "LAST_OPERATOR"],
  ["the last holder in their entity, with operators elsewhere", { operators: 3, sameRole: 0 }, "LAST_OPERATOR"],
])("%s has the expected outcome when leaving", (_who, remaining, outcome) => {
  expect(refusal(remaining)).toBe(outcome);
});
