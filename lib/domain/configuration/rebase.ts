import { differencesBetween, type FieldDifference, nameOf } from "./difference";
import { type ConfigurationContent, draftContent } from "./schema";

/** A change from one configuration to another, and the configuration to rebase it onto. */
export type Rebase = { readonly base: ConfigurationContent; readonly changed: ConfigurationContent; readonly onto: ConfigurationContent };

/**
 * Rebases the changes from `base` to `changed` onto `onto`, field by field; where both changed a field,
 * `changed` wins. Reverting a version is a rebase of the change back. Pure.
 */
export const rebased = ({ base, changed, onto }: Rebase): ConfigurationContent => draftContent.parse(merge(base, changed, onto));

/** The fields that both sides changed differently, each with the value in `onto` and in the result. */
export function conflictsOf({ base, changed, onto }: Rebase): readonly FieldDifference[] {
  const theirs = new Map(differencesBetween(base, onto).map((difference) => [difference.path, difference.to]));
  return differencesBetween(base, changed)
    .filter(({ path, to }) => theirs.has(path) && theirs.get(path) !== to)
    .map(({ path, to }) => ({ path, from: theirs.get(path) ?? null, to }));
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);
/** A list whose entries have keys; any other list is one value. */
const isNamed = (value: unknown): value is readonly Fields[] =>
  Array.isArray(value) && value.every((item) => isFields(item) && ("code" in item || "date" in item || "term" in item));
const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

function merge(base: unknown, changed: unknown, onto: unknown): unknown {
  if (isSame(base, changed)) return onto;
  if (isSame(base, onto)) return changed;
  if (isNamed(base) && isNamed(changed) && isNamed(onto)) return Object.values(mergeFields(byName(base), byName(changed), byName(onto)));
  if (isFields(base) && isFields(changed) && isFields(onto)) return mergeFields(base, changed, onto);
  return changed;
}

/** In the order of `onto`, additions last. A field that one side removed and the other left alone is removed. */
function mergeFields(base: Fields, changed: Fields, onto: Fields): Fields {
  const names = new Set([...Object.keys(onto), ...Object.keys(changed)]);
  const merged = [...names].map((name) => [name, merge(base[name], changed[name], onto[name])] as const);
  return Object.fromEntries(merged.filter(([, value]) => value !== undefined));
}

const byName = (list: readonly Fields[]): Fields => Object.fromEntries(list.map((item, index) => [nameOf(item, index), item]));
