import { describe, expect, test } from "vitest";
import { firstConfiguration } from "@/prisma/seed/configuration";
import { hashOf } from "./hash";
import { type ConfigurationContent, configurationContent } from "./schema";

const { content } = firstConfiguration;
const problemOf = (changed: unknown) => configurationContent.safeParse(changed).error?.issues[0]?.message;
const withMonthly = (fields: object): unknown => ({
  ...content,
  products: { ...content.products, contracts: [{ ...content.products.contracts[0], ...fields }] },
});
const withPeriods = (periods: unknown): unknown => ({ ...content, products: { ...content.products, profiles: [{ code: "BASE", name: "Baseload", periods }] } });

describe("the configuration's schema", () => {
  test("the schema accepts the demo configuration", () => {
    expect(configurationContent.parse(content)).toEqual(content);
  });

  test("the schema rejects unknown keys on every level", () => {
    expect(problemOf({ ...content, note: "" })).toMatch(/note/);
    expect(problemOf({ ...content, compliance: { ...content.compliance, minimumVolumeKw: "1" } })).toMatch(/minimumVolumeKw/);
  });

  test.each(["5", "0.05", "2000.0000"])("the schema accepts %s as an amount", (maximumPrice) => {
    expect(problemOf(withMonthly({ maximumPrice }))).toBeUndefined();
  });

  test.each([0.05, "", "abc", ".5", "05", "1e3", "-1", "1.", "1.00001", "0", "0.00"])("the schema rejects %j as a tick size", (tickSize) => {
    expect(problemOf(withMonthly({ tickSize }))).toBeDefined();
  });

  test("the schema rejects price bounds in the wrong order or between ticks", () => {
    expect(problemOf(withMonthly({ minimumPrice: "10", maximumPrice: "9.95" }))).toMatch(/below the highest/);
    expect(problemOf(withMonthly({ maximumPrice: "0.12" }))).toMatch(/ticks/);
  });

  test("the schema rejects half-hours that overlap, run backwards or are outside the day", () => {
    expect(
      problemOf(
        withPeriods([
          { first: 1, last: 10 },
          { first: 10, last: 12 },
        ]),
      ),
    ).toMatch(/twice/);
    expect(problemOf(withPeriods([{ first: 5, last: 4 }]))).toMatch(/before it starts/);
    expect(problemOf(withPeriods([{ first: 1, last: 49 }]))).toBeDefined();
    expect(problemOf(withPeriods([]))).toBeDefined();
  });

  test("the schema rejects market hours and auctions out of order", () => {
    expect(problemOf({ ...content, marketHours: { ...content.marketHours, open: "17:00" } })).toMatch(/follow one another/);
    expect(problemOf({ ...content, auctionWindow: { from: "09:00", until: "08:50" } })).toMatch(/before it ends/);
    expect(problemOf({ ...content, auctionWindow: { from: "08:00", until: "08:45" } })).toMatch(/between pre-open and open/);
  });

  test("the schema rejects invalid and repeated dates", () => {
    expect(problemOf({ ...content, holidays: [{ date: "2027-02-29", name: "Leap day" }] })).toBeDefined();
    expect(problemOf({ ...content, holidays: [content.holidays[0], content.holidays[0]] })).toMatch(/twice/);
  });
});

describe("the configuration's hash", () => {
  test("the hash ignores key order, and changes with any value", () => {
    const { products, ...rest } = content;
    const reordered: ConfigurationContent = { products, ...rest };
    expect(hashOf(content)).toMatch(/^[0-9a-f]{64}$/);
    expect(hashOf(reordered)).toBe(hashOf(content));
    expect(hashOf({ ...content, compliance: { ...content.compliance, maximumSpread: "3.1" } })).not.toBe(hashOf(content));
  });
});
