import { describe, expect, test } from "vitest";
import { blockingSides, isDue, mayTrade, mustRemindAhead } from "./rules";
import { blockedBy, ownTradingSentence, tradingSentence } from "./sentences";

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

test("a reminder is due from its day on", () => {
  expect([isDue(null, "2026-12-01"), isDue("2026-12-02", "2026-12-01"), isDue("2026-12-01", "2026-12-01"), isDue("2026-11-30", "2026-12-01")]).toEqual([
    false,
    false,
    true,
    true,
  ]);
});

test("a new reminder lies ahead; one that was there may stay", () => {
  const attempt = (remindOn: string | null, before: string | null) => () => mustRemindAhead(remindOn, before, "2026-12-01");
  for (const [day, before] of [
    [null, null],
    ["2026-12-01", null],
    ["2026-11-30", "2026-11-30"],
  ] as const)
    expect(attempt(day, before)).not.toThrow();
  expect(attempt("2026-11-30", "2026-12-05")).toThrow("in the past");
});

test("what a pair means for trading is said in one sentence, and names the side that blocks", () => {
  const kauri = (status: (typeof states)[number]) => ({ name: "Kauri", status });
  const rata = { name: "Rata", status: "docs_in_place" } as const;
  expect(tradingSentence(kauri("docs_in_place"), rata)).toMatch(/^They may trade/);
  expect(tradingSentence(kauri("pending"), rata)).toMatch(/^They may not trade: Kauri does not/);
  expect(tradingSentence(kauri("pending"), { ...rata, status: "suspended" })).toMatch(/neither/);
  expect(ownTradingSentence("docs_in_place", "pending", "RATA")).toBe("You may not trade with RATA: RATA has not said that the documents are in place.");
  expect(ownTradingSentence("no_docs", "docs_in_place", "RATA")).toContain("you have not said");
  expect([blockedBy(kauri("pending"), rata), blockedBy(kauri("docs_in_place"), rata)]).toEqual(["by Kauri", ""]);
});
