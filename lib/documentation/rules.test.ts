import { describe, expect, test } from "vitest";
import { blockingSides, mayTrade } from "./rules";

const states = ["no_docs", "pending", "docs_in_place", "suspended"] as const;
const combinations = states.flatMap((a) => states.map((b) => [a, b] as const));

describe.each(combinations)("one side says %s, the other %s", (a, b) => {
  const both = a === "docs_in_place" && b === "docs_in_place";

  test(both ? "they may trade" : "they may not trade", () => {
    expect(mayTrade(a, b)).toBe(both);
  });

  test("exactly the sides whose documents are not in place block", () => {
    const [one, other] = [
      { name: "one", status: a },
      { name: "other", status: b },
    ];
    expect(blockingSides(one, other)).toEqual([one, other].filter(({ status }) => status !== "docs_in_place"));
  });
});
