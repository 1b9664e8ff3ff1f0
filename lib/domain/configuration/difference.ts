import type { ConfigurationContent } from "./schema";

/** One field that differs between two configurations; null on the side that lacks it. */
export type FieldDifference = { readonly path: string; readonly from: string | null; readonly to: string | null };

/**
 * The field-by-field difference between two configurations, additions last. List entries are keyed by code,
 * date or term where they have one, so that a holiday added in the middle is one difference and not twenty.
 */
export function differencesBetween(from: ConfigurationContent, to: ConfigurationContent): readonly FieldDifference[] {
  const [before, after] = [flatten(from), flatten(to)];
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths]
    .map((path) => ({ path, from: before.get(path) ?? null, to: after.get(path) ?? null }))
    .filter((difference) => difference.from !== difference.to);
}

function flatten(value: unknown, path = "", fields = new Map<string, string>()): ReadonlyMap<string, string> {
  if (Array.isArray(value) && !value.every(isRecord)) fields.set(path, value.join(", "));
  else if (Array.isArray(value)) for (const [index, item] of value.entries()) flatten(item, `${path}[${nameOf(item, index)}]`, fields);
  else if (isRecord(value)) for (const [key, field] of Object.entries(value)) flatten(field, path ? `${path}.${key}` : key, fields);
  else fields.set(path, String(value));
  return fields;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** The key of a list entry. */
export const nameOf = (item: Record<string, unknown>, index: number): string => String(item.code ?? item.date ?? item.term ?? index + 1);
