import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MARKET_STATES, type MarketEvent, type MarketState, TRANSITIONS, transitionFor, transitionsTo } from "./state";

/** By hand, from the product's document: the event of each transition. */
const TABLE = `
closed     preopen    schedule
closed     suspended  halt
preopen    open       auction
preopen    suspended  halt
preopen    closed     schedule
open       closed     schedule
open       suspended  halt
suspended  preopen    resume
suspended  open       resume
suspended  closed     resume
`;
const ten = new Set(
  TABLE.trim()
    .split("\n")
    .map((line) => line.split(/\s+/).join(" ")),
);
const CLOCK = ["closed", "preopen", "open"] as const;

const event: fc.Arbitrary<MarketEvent> = fc.oneof(
  fc.constant({ kind: "halt" as const }),
  fc.record({ kind: fc.constantFrom("clock" as const, "resume" as const), called: fc.constantFrom(...CLOCK) }),
);

describe("the session", () => {
  test("the session has exactly the ten transitions of the product's document", () => {
    expect(new Set(TRANSITIONS.map(({ from, to, cause }) => `${from} ${to} ${cause}`))).toEqual(ten);
  });

  test("the session makes only these transitions, whatever the events", () => {
    const made = new Set<string>();
    fc.assert(
      fc.property(fc.constantFrom(...MARKET_STATES), fc.array(event, { maxLength: 40 }), (start, events) => {
        let state: MarketState = start;
        for (const one of events) {
          const transition = transitionFor(state, one);
          if (!transition) continue;
          const name = `${transition.from} ${transition.to} ${transition.cause}`;
          expect([transition.from, ten.has(name)]).toEqual([state, true]);
          made.add(name);
          state = transition.to;
        }
      }),
      { numRuns: 1_000 },
    );
    expect(made).toEqual(ten);
  });

  test("a halt applies in every state but a halted one, and a resumption in no other", () => {
    expect(MARKET_STATES.filter((state) => transitionFor(state, { kind: "halt" }))).toEqual(CLOCK);
    for (const called of CLOCK) expect(MARKET_STATES.filter((state) => transitionFor(state, { kind: "resume", called }))).toEqual(["suspended"]);
  });

  test("the clock moves the session to the scheduled state, and not at all while suspended", () => {
    for (const called of CLOCK) {
      expect(transitionsTo("suspended", called)).toEqual([]);
      for (const from of CLOCK) expect(transitionsTo(from, called).at(-1)?.to ?? from).toBe(called);
    }
    expect(transitionsTo("closed", "open").map(({ to }) => to)).toEqual(["preopen", "open"]);
    expect(transitionsTo("open", "preopen").map(({ to }) => to)).toEqual(["closed", "preopen"]);
  });
});
