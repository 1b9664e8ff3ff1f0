import { expect, test } from "vitest";
import { waitText } from "./wait-text";

const now = new Date("2026-11-30T02:17:30Z");

test("a short wait is given in seconds", () => {
  expect(waitText(1, now)).toBe("Try again in a second.");
  expect(waitText(42, now)).toBe("Try again in 42 seconds.");
});

test("a longer wait is given in minutes and as a time, never too early", () => {
  expect(waitText(61, now)).toBe("Try again in 2 minutes, after 30 Nov 2026, 15:19 NZDT.");
  expect(waitText(3_600, now)).toBe("Try again in 60 minutes, after 30 Nov 2026, 16:18 NZDT.");
});
