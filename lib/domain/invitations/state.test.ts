import { describe, expect, test } from "vitest";
import { stateOf } from "./state";

const expiresAt = new Date("2026-11-28T07:52:00.000Z");
const after = (milliseconds: number) => new Date(expiresAt.getTime() + milliseconds);

describe("stateOf", () => {
  test("a pending invitation is expired from the instant of its expiry on", () => {
    const pending = { state: "pending", expiresAt } as const;
    expect([after(-1), after(0), after(1)].map((now) => stateOf(pending, now))).toEqual(["pending", "expired", "expired"]);
  });

  test("an accepted or revoked invitation stays so at any time", () => {
    for (const state of ["accepted", "revoked"] as const) {
      expect([after(-1), after(0), after(1)].map((now) => stateOf({ state, expiresAt }, now))).toEqual([state, state, state]);
    }
  });
});
