import { expect, test } from "vitest";
import { assertReminderAhead, isDue } from "./rules";

test("a reminder is due from its day on", () => {
  expect([isDue(null, "2026-12-01"), isDue("2026-12-02", "2026-12-01"), isDue("2026-12-01", "2026-12-01"), isDue("2026-11-30", "2026-12-01")]).toEqual([
    false,
    false,
    true,
    true,
  ]);
});

test("a new reminder must be in the future, and an existing one may stay", () => {
  const attempt = (remindOn: string | null, before: string | null) => () => assertReminderAhead(remindOn, before, "2026-12-01");
  for (const [day, before] of [
    [null, null],
    ["2026-12-01", null],
    ["2026-11-30", "2026-11-30"],
  ] as const)
    expect(attempt(day, before)).not.toThrow();
  expect(attempt("2026-11-30", "2026-12-05")).toThrow("in the past");
});
