import { describe, expect, test } from "vitest";
import { instantOnMarketClock, marketDate } from "@/lib/platform/time/market-clock";
import { firstConfiguration } from "@/prisma/seed/configuration";
import { type Check, checksOf, problemsOf } from "./checks";
import type { ConfigurationContent } from "./schema";
import { isTradingTime } from "./trading-time";

const { content: base } = firstConfiguration;
/** A Monday. */
const EVENING = instantOnMarketClock("2026-11-23T18:00");
const SESSION = instantOnMarketClock("2026-11-23T10:00");

const { products, marketHours, compliance } = base;
const withProducts = (fields: Partial<ConfigurationContent["products"]>): ConfigurationContent => ({ ...base, products: { ...products, ...fields } });
const withHours = (fields: Partial<ConfigurationContent["marketHours"]>): ConfigurationContent => ({ ...base, marketHours: { ...marketHours, ...fields } });
const spread: ConfigurationContent = { ...base, compliance: { ...compliance, maximumSpread: "4.0" } };

const check = (name: string, content: ConfigurationContent, from = EVENING): Check | undefined =>
  checksOf({ base, content, from }).find((one) => one.name === name);

describe("the automatic checks", () => {
  test("the checks accept a change of one threshold, and report an empty change", () => {
    expect(checksOf({ base, content: spread, from: EVENING }).map(({ level }) => level)).toEqual(Array.from({ length: 8 }, () => "fine"));
    expect(problemsOf({ base, content: structuredClone(base), from: EVENING })).toEqual(["Nothing differs from the version in force."]);
  });

  test("an auction outside of pre-open and open is a problem, although each section is valid on its own", () => {
    expect(check("Hours in order", withHours({ preopen: "08:55" }))).toMatchObject({ level: "problem" });
    expect(check("Hours in order", { ...withHours({ preopen: "08:55" }), auctionWindow: { from: "08:55", until: "09:00" } })).toMatchObject({ level: "fine" });
  });

  test("a value that its section's form would reject is a problem here as well", () => {
    const [monthly] = products.contracts;
    if (!monthly) throw new Error("There is no monthly contract.");
    expect(check("Values in range", withProducts({ contracts: [{ ...monthly, tickSize: "0.07" }] }))).toMatchObject({ level: "problem" });
  });

  test("a price bound between two ticks is a problem under its own check, which names the bound", () => {
    const [monthly, quarterly] = products.contracts;
    if (!monthly || !quarterly) throw new Error("There are two terms.");
    const name = "Ticks divide the price bounds";
    expect(check(name, base)).toMatchObject({ level: "fine" });
    for (const off of [{ tickSize: "0.07" }, { maximumPrice: "1000.001" }, { minimumPrice: "0.01" }]) {
      const found = check(name, withProducts({ contracts: [{ ...monthly, ...off }, quarterly] }));
      expect(found, JSON.stringify(off)).toMatchObject({ level: "problem", says: expect.stringContaining("monthly") });
      expect(found?.says).not.toContain("quarterly");
    }
  });

  test.each([
    ["2026-11-22", "problem"],
    ["2026-11-23", "problem"],
    ["2026-11-24", "fine"],
  ])("a new holiday on %s, proposed on Monday the 23rd: %s", (date, level) => {
    expect(check("Holidays in the future", { ...base, holidays: [...base.holidays, { date, name: "New" }] }, SESSION)).toMatchObject({ level });
  });

  test("a past holiday can only be renamed, and counts as past from the effective day", () => {
    const without = { ...base, holidays: base.holidays.filter(({ date }) => date !== "2026-10-26") };
    const renamed = { ...base, holidays: base.holidays.map((one) => (one.date === "2026-10-26" ? { ...one, name: "Labour Day (2026)" } : one)) };
    expect(check("Holidays in the future", without)).toMatchObject({ level: "problem" });
    expect(check("Holidays in the future", renamed)).toMatchObject({ level: "fine" });
    const christmas = { ...base, holidays: base.holidays.filter(({ date }) => date !== "2026-12-25") };
    expect(check("Holidays in the future", christmas)).toMatchObject({ level: "fine" });
    expect(check("Holidays in the future", christmas, instantOnMarketClock("2026-12-25T00:00"))).toMatchObject({ level: "problem" });
  });

  test("a profile with a code of the table must have the table's half-hours, in any order", () => {
    const profiles = (code: string, periods: { first: number; last: number }[]) =>
      withProducts({ profiles: products.profiles.map((one) => (one.code === code ? { ...one, periods } : one)) });
    expect(check("Profiles follow the half-hour table", profiles("EP", [{ first: 36, last: 41 }]))).toMatchObject({ level: "problem" });
    const ordered = [
      { first: 1, last: 14 },
      { first: 45, last: 48 },
    ];
    expect(check("Profiles follow the half-hour table", profiles("ON", ordered))).toMatchObject({ level: "fine" });
  });

  test("the profile of a listed contract cannot change, and removed contracts are counted", () => {
    const own = { code: "NIGHT", name: "Night", periods: [{ first: 1, last: 12 }] };
    const before = withProducts({ profiles: [...products.profiles, own] });
    const longer = withProducts({ profiles: [...products.profiles, { ...own, periods: [{ first: 1, last: 13 }] }] });
    const inUse = checksOf({ base: before, content: longer, from: EVENING }).find(({ name }) => name === "Contracts in use");
    expect(inUse).toMatchObject({ level: "problem", says: "Contracts on NIGHT are listed: what they deliver cannot change any more." });
    const { level, says } = check("Contracts in use", withProducts({ nodes: products.nodes.filter(({ code }) => code !== "BEN") })) ?? {};
    expect(level).toBe("warning");
    expect(says).toContain(`Takes ${6 * (6 + 12)} listed contracts off the market: BEN BASE monthly`);
    expect(check("Contracts in use", before)).toMatchObject({ level: "fine" });
  });

  test("a change of hours in the middle of a session is a warning; outside of it, or of anything else, it is not", () => {
    const later = withHours({ close: "17:00" });
    expect(check("No session is cut across", later, SESSION)).toMatchObject({ level: "warning", says: expect.stringContaining("at 10:00") });
    expect(check("No session is cut across", later)).toMatchObject({ level: "fine" });
    expect(check("No session is cut across", spread, SESSION)).toMatchObject({ level: "fine" });
  });
});

describe("the market's clock", () => {
  test("the market's clock has its own calendar day", () => {
    expect(marketDate(new Date("2026-11-22T10:59:59Z"))).toBe("2026-11-22");
    expect(marketDate(new Date("2026-11-22T11:00:00Z"))).toBe("2026-11-23");
  });

  test("the market is open from pre-open to close on trading days, and follows daylight saving only where configured", () => {
    const open = (minute: string, content = base) => isTradingTime(content, instantOnMarketClock(minute));
    expect(["2026-11-23T08:29", "2026-11-23T08:30", "2026-11-23T16:29", "2026-11-23T16:30"].map((minute) => open(minute))).toEqual([false, true, true, false]);
    expect(open("2026-11-22T10:00")).toBe(false);
    expect(open("2026-12-25T10:00")).toBe(false);
    const standard: ConfigurationContent = { ...base, daylightSaving: { ...base.daylightSaving, sessionTimes: "standard-time" } };
    expect([open("2026-11-23T09:00", standard), open("2026-11-23T17:00", standard), open("2026-07-13T09:00", standard)]).toEqual([false, true, true]);
  });

  test("the market's clock rejects a skipped and a repeated hour", () => {
    expect(() => instantOnMarketClock("2026-09-27T02:30")).toThrow(RangeError);
    expect(() => instantOnMarketClock("2027-04-04T02:30")).toThrow(RangeError);
    expect(instantOnMarketClock("2027-04-04T03:00").toISOString()).toBe("2027-04-03T15:00:00.000Z");
  });
});
