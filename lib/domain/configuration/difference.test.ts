import { expect, test } from "vitest";
import { firstConfiguration } from "@/prisma/seed/configuration";
import { differencesBetween } from "./difference";
import type { ConfigurationContent } from "./schema";

const { content } = firstConfiguration;
const without = (code: string): ConfigurationContent => ({
  ...content,
  products: { ...content.products, nodes: content.products.nodes.filter((node) => node.code !== code) },
});

test("equal contents have no difference", () => {
  expect(differencesBetween(content, structuredClone(content))).toEqual([]);
});

test("a changed field shows its path, its old and its new value", () => {
  const changed = { ...content, compliance: { ...content.compliance, maximumSpread: "5.0" } };
  expect(differencesBetween(content, changed)).toEqual([{ path: "compliance.maximumSpread", from: "3.0", to: "5.0" }]);
});

test("a list of plain values is one field", () => {
  const changed: ConfigurationContent = { ...content, marketHours: { ...content.marketHours, days: ["monday", "friday"] } };
  expect(differencesBetween(content, changed)).toEqual([
    { path: "marketHours.days", from: "monday, tuesday, wednesday, thursday, friday", to: "monday, friday" },
  ]);
});

test("an entry added in front leaves the others unchanged", () => {
  const changed = { ...content, holidays: [{ date: "2025-12-26", name: "Boxing Day" }, ...content.holidays] };
  expect(differencesBetween(content, changed)).toEqual([
    { path: "holidays[2025-12-26].date", from: null, to: "2025-12-26" },
    { path: "holidays[2025-12-26].name", from: null, to: "Boxing Day" },
  ]);
});

test("a removed entry shows its old value, and in reverse its new value", () => {
  const removed = differencesBetween(content, without("BEN"));
  expect(removed).toEqual([
    { path: "products.nodes[BEN].code", from: "BEN", to: null },
    { path: "products.nodes[BEN].name", from: "Benmore", to: null },
  ]);
  expect(differencesBetween(without("BEN"), content)).toEqual(removed.map(({ path, from, to }) => ({ path, from: to, to: from })));
});

test("half-hours are named by their position in the profile", () => {
  const profiles = content.products.profiles.map((profile) => (profile.code === "EP" ? { ...profile, periods: [{ first: 36, last: 41 }] } : profile));
  const changed = { ...content, products: { ...content.products, profiles } };
  expect(differencesBetween(content, changed)).toEqual([{ path: "products.profiles[EP].periods[1].last", from: "40", to: "41" }]);
});
