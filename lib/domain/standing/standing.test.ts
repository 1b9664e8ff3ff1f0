import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { announceAt, standingAt, type Temporary } from "./standing";

const BASE = { role: "base", global: false };
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));

/** Temporary roles in the order given, each with its own role. */
const grants = fc.array(fc.record({ start: fc.integer({ min: 0, max: 40 }), length: fc.integer({ min: 1, max: 30 }) }), { maxLength: 8 }).map((spans) =>
  spans
    .toSorted((a, b) => a.start - b.start)
    .map(({ start, length }, index): Temporary => {
      const id = String(index);
      return { id, role: `role ${id}`, global: false, startsAt: at(start), endsAt: at(start + length) };
    }),
);

const given = (all: readonly Temporary[], minute: number) => all.filter(({ startsAt }) => startsAt <= at(minute));

describe("a person's standing", () => {
  test("the standing is the running role that started last, else the base role, at every moment of any overlapping grants", () => {
    fc.assert(
      fc.property(grants, fc.integer({ min: 0, max: 80 }), (all, minute) => {
        const known = given(all, minute);
        const running = known.filter(({ endsAt }) => endsAt > at(minute));
        expect(standingAt(BASE, known, at(minute)).held.role).toBe(running.at(-1)?.role ?? "base");
      }),
    );
  });

  test("no grant shortens another: each counts until its own end, except while a later one runs", () => {
    fc.assert(
      fc.property(grants, (all) => {
        for (const one of all) {
          for (let minute = 0; minute <= 80; minute++) {
            const now = at(minute);
            const isRunning = one.startsAt <= now && now < one.endsAt;
            const standing = standingAt(BASE, given(all, minute), now);
            expect(standing.running.some(({ id }) => id === one.id)).toBe(isRunning);
            const isCovered = all.some((other) => Number(other.id) > Number(one.id) && other.startsAt <= now && now < other.endsAt);
            expect(standing.held.role === one.role).toBe(isRunning && !isCovered);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  test("settling only at the returned moments gives the same result as settling at every moment", () => {
    fc.assert(
      fc.property(grants, (all) => {
        let open: readonly Temporary[] = [];
        let next: Date | null = null;
        let held = "base";
        for (let minute = 0; minute <= 80; minute++) {
          const started = all.filter(({ startsAt }) => startsAt.getTime() === at(minute).getTime());
          if (started.length > 0 || (next && next <= at(minute))) {
            const standing = standingAt(BASE, [...open, ...started], at(minute));
            ({ running: open, nextEnd: next } = standing);
            held = standing.held.role;
          }
          expect(held).toBe(standingAt(BASE, given(all, minute), at(minute)).held.role);
        }
      }),
    );
  });

  test("a role ends at its instant, not after it", () => {
    const one: Temporary = { id: "1", role: "trader", global: false, startsAt: at(0), endsAt: at(10) };
    expect(standingAt(BASE, [one], new Date(at(10).getTime() - 1))).toMatchObject({ held: { role: "trader" }, nextEnd: at(10), over: [] });
    expect(standingAt(BASE, [one], at(10))).toEqual({ held: BASE, running: [], over: [one], nextEnd: null });
  });
});

describe("the announcement of a temporary role's end", () => {
  test("the end is announced three days before, and at half time when the role is short", () => {
    const day = (number: number) => new Date(Date.UTC(2026, 0, number));
    expect(announceAt(day(1), day(31))).toEqual(day(28));
    expect(announceAt(day(1), day(3))).toEqual(day(2));
    expect(announceAt(day(1), day(7))).toEqual(day(4));
  });
});
