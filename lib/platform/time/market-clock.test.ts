import { expect, test } from "vitest";
import { marketDayIn } from "./market-clock";

test.each([
  ["Pacific/Auckland", { from: "2026-11-30T00:00", to: "2026-11-30T23:59" }],
  ["UTC", { from: "2026-11-29T11:00", to: "2026-11-30T10:59" }],
  ["Pacific/Chatham", { from: "2026-11-30T00:45", to: "2026-12-01T00:44" }],
])("a day of the market is as a clock in %s shows it", (zone, expected) => {
  expect(marketDayIn("2026-11-30", zone)).toEqual(expected);
});

test("a day of the market is as long as daylight saving makes it", () => {
  expect(marketDayIn("2026-09-27", "UTC")).toEqual({ from: "2026-09-26T12:00", to: "2026-09-27T10:59" });
  expect(marketDayIn("2027-04-04", "UTC")).toEqual({ from: "2027-04-03T11:00", to: "2027-04-04T11:59" });
});
