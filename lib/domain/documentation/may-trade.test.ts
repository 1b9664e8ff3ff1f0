import { describe, expect, test } from "vitest";
import { type TradingSide, tradingBetween } from "./may-trade";
import { DOCUMENTATION_STATES } from "./states";
import { blockedBy, ownTradingSentence, tradingSentence } from "./trading-sentence";

const side = (name: string, status: TradingSide["status"], entityStatus: TradingSide["entityStatus"] = "active"): TradingSide => ({
  name,
  status,
  entityStatus,
});
const combinations = DOCUMENTATION_STATES.flatMap((a) => DOCUMENTATION_STATES.map((b) => [a, b] as const));
const NOBODY_WITHHELD = { whyNot: null };

describe.each(combinations)("one side says %s, the other %s", (a, b) => {
  const both = a === "docs_in_place" && b === "docs_in_place";

  test(both ? "they may trade" : "they may not trade", () => {
    expect(tradingBetween(side("one", a), side("other", b)).may).toBe(both);
  });

  test("they may not trade while either is suspended, whatever the documents say", () => {
    for (const [one, other] of [
      [side("one", a, "suspended"), side("other", b)],
      [side("one", a), side("other", b, "suspended")],
    ] as const) {
      expect(tradingBetween(one, other)).toMatchObject({ may: false, entitiesMay: false });
      expect(tradingSentence(one, other)).toMatch(/^They may not trade: .* is suspended\.$/);
      expect(ownTradingSentence(one, other, NOBODY_WITHHELD)).toContain("is suspended");
    }
  });

  test("a person who may not trade blocks the trade, whatever the documents say", () => {
    const trading = tradingBetween(side("one", a), side("other", b), { whyNot: "you are frozen" });
    expect(trading).toMatchObject({ may: false, entitiesMay: both });
  });

  test("exactly the sides without documents in place block the trade", () => {
    const [one, other] = [side("one", a), side("other", b)];
    expect(tradingBetween(one, other).withoutDocuments).toEqual([one, other].filter(({ status }) => status !== "docs_in_place"));
  });
});

test("one sentence says whether a pair may trade, and what blocks it", () => {
  const kauri = (status: TradingSide["status"]) => side("Kauri", status);
  const rata = side("Rata", "docs_in_place");
  expect(tradingSentence(kauri("docs_in_place"), rata)).toMatch(/^They may trade/);
  expect(tradingSentence(kauri("pending"), rata)).toMatch(/^They may not trade: Kauri does not/);
  expect(tradingSentence(kauri("pending"), side("Rata", "suspended"))).toMatch(/neither/);
  const own = (us: TradingSide, them: TradingSide, whyNot: string | null = null) => ownTradingSentence(us, them, { whyNot });
  expect(own(kauri("docs_in_place"), rata)).toMatch(/^You may trade with Rata/);
  expect(own(kauri("docs_in_place"), side("Rata", "pending"))).toBe("You may not trade with Rata: Rata has not said that the documents are in place.");
  expect(own(kauri("no_docs"), rata)).toContain("you have not said");
  expect(own(kauri("docs_in_place"), rata, "you are frozen")).toBe("Kauri may trade with Rata, but not through you: you are frozen.");
  expect([blockedBy(kauri("pending"), rata), blockedBy(kauri("docs_in_place"), rata)]).toEqual(["by Kauri", ""]);
  expect(blockedBy(kauri("docs_in_place"), side("Rata", "docs_in_place", "suspended"))).toBe("Rata is suspended");
});
