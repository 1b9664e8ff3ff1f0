import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { firstConfiguration } from "@/prisma/seed/configuration";
import { differencesBetween } from "./difference";
import { conflictsOf, rebased } from "./rebase";
import type { ConfigurationContent } from "./schema";

const { content: base } = firstConfiguration;

type Change = (content: ConfigurationContent) => ConfigurationContent;

const spread =
  (maximumSpread: string): Change =>
  (content) => ({ ...content, compliance: { ...content.compliance, maximumSpread } });
const volume =
  (minimumVolume: string): Change =>
  (content) => ({ ...content, compliance: { ...content.compliance, minimumVolume } });
const holiday =
  (date: string, name: string): Change =>
  (content) => ({ ...content, holidays: [...content.holidays.filter((one) => one.date !== date), { date, name }] });
const withoutHoliday =
  (date: string): Change =>
  (content) => ({ ...content, holidays: content.holidays.filter((one) => one.date !== date) });
const evening =
  (last: number): Change =>
  (content) => ({
    ...content,
    products: { ...content.products, profiles: content.products.profiles.map((one) => (one.code === "EP" ? { ...one, periods: [{ first: 36, last }] } : one)) },
  });
const tick =
  (tickSize: string): Change =>
  (content) => ({
    ...content,
    products: { ...content.products, contracts: content.products.contracts.map((one) => (one.term === "monthly" ? { ...one, tickSize } : one)) },
  });

const CHANGES: readonly Change[] = [
  spread("4.0"),
  spread("5.0"),
  volume("3.0"),
  holiday("2028-01-03", "New Year’s Day (observed)"),
  holiday("2027-12-28", "Boxing Day"),
  withoutHoliday("2027-10-25"),
  evening(41),
  evening(39),
  tick("0.10"),
];

const contents = fc.array(fc.constantFrom(...CHANGES), { maxLength: 4 }).map((changes) => changes.reduce((content, change) => change(content), base));

describe("rebasing changes onto another version", () => {
  test("a rebase keeps both sides' changes to different fields", () => {
    const result = rebased({ base, changed: holiday("2028-01-03", "New")(spread("4.0")(base)), onto: withoutHoliday("2027-10-25")(volume("3.0")(base)) });
    expect(differencesBetween(base, result).map(({ path }) => path)).toEqual([
      "holidays[2027-10-25].date",
      "holidays[2027-10-25].name",
      "compliance.minimumVolume",
      "compliance.maximumSpread",
      "holidays[2028-01-03].date",
      "holidays[2028-01-03].name",
    ]);
  });

  test("a rebase lists the fields that both sides changed, and their result", () => {
    const rebase = { base, changed: tick("0.10")(spread("4.0")(base)), onto: spread("5.0")(base) };
    expect(conflictsOf(rebase)).toEqual([{ path: "compliance.maximumSpread", from: "5.0", to: "4.0" }]);
    expect(rebased(rebase)).toEqual(rebase.changed);
  });

  test("an entry removed by the later version stays removed, unless the changes touched it", () => {
    const onto = withoutHoliday("2027-12-28")(base);
    expect(rebased({ base, changed: spread("4.0")(base), onto }).holidays).toEqual(onto.holidays);
    expect(rebased({ base, changed: holiday("2027-12-28", "Boxing Day")(base), onto }).holidays).toContainEqual({ date: "2027-12-28", name: "Boxing Day" });
  });

  test("a rebase onto the original base gives the proposed content, and an empty rebase changes nothing", () => {
    fc.assert(
      fc.property(contents, contents, (changed, onto) => {
        expect(differencesBetween(rebased({ base, changed, onto: base }), changed)).toEqual([]);
        expect(differencesBetween(rebased({ base, changed: base, onto }), onto)).toEqual([]);
      }),
    );
  });

  test("a rebase differs from the later version only in changed fields, and reverting it restores that version", () => {
    fc.assert(
      fc.property(contents, contents, (changed, onto) => {
        const result = rebased({ base, changed, onto });
        const wanted = new Set(differencesBetween(base, changed).map(({ path }) => path));
        for (const { path } of differencesBetween(onto, result)) expect(wanted).toContain(path);
        expect(differencesBetween(rebased({ base: changed, changed: base, onto: changed }), base)).toEqual([]);
      }),
    );
  });
});
