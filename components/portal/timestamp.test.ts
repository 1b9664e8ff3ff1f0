import { describe, expect, test } from "vitest";
import { formatRelative } from "./timestamp";

describe("formatRelative", () => {
  const now = new Date("2026-11-21T08:00:00Z");
  const at = (seconds: number) => formatRelative(new Date(now.getTime() + seconds * 1000), now);

  test("past times use the largest unit that fits and never round up to one not yet reached", () => {
    expect([at(-20), at(-60), at(-3599), at(-3600), at(-86_399), at(-86_400), at(-8 * 86_400)]).toEqual([
      "just now",
      "1 minute ago",
      "59 minutes ago",
      "1 hour ago",
      "23 hours ago",
      "yesterday",
      "8 days ago",
    ]);
  });

  test("future times are formatted as well", () => {
    expect([at(20), at(7200), at(86_400)]).toEqual(["in less than a minute", "in 2 hours", "tomorrow"]);
  });

  test("future times round to the nearest unit: a fresh seven days is seven", () => {
    expect([at(7 * 86_400 - 1), at(7 * 86_400 - 3_600), at(6 * 86_400 + 3_600), at(2 * 3_600 - 60)]).toEqual([
      "in 7 days",
      "in 7 days",
      "in 6 days",
      "in 2 hours",
    ]);
  });
});
