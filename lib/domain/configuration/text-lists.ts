import type { z } from "zod";
import { numbersOf } from "./half-hours";
import { type ConfigurationContent, holiday, node, profile } from "./schema";

/** Lists as text, one entry a line, so that twenty holidays can be pasted at once and a profile typed by hand. */

type Node = ConfigurationContent["products"]["nodes"][number];
type Profile = ConfigurationContent["products"]["profiles"][number];
type Holiday = ConfigurationContent["holidays"][number];

/** The parsed list, or which line cannot be read and why. */
export type Read<T> = { readonly value: readonly T[] } | { readonly problem: string };

type Parsed = { readonly fields: unknown } | null;

function readLines<T>(text: string, form: string, schema: z.ZodType<T>, parse: (line: string) => Parsed): Read<T> {
  const value: T[] = [];
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (!line) continue;
    const parsed = parse(line);
    if (!parsed) return { problem: `Line ${index + 1}: write it as ${form}.` };
    const { success, data, error } = schema.safeParse(parsed.fields);
    if (!success) return { problem: `Line ${index + 1}: ${error.issues[0]?.message}.` };
    value.push(data);
  }
  return { value };
}

export const writeNodes = (nodes: readonly Node[]): string => nodes.map(({ code, name }) => `${code} ${name}`).join("\n");

export const readNodes = (text: string): Read<Node> =>
  readLines(text, "a code and a name, such as OTA Ōtāhuhu", node, (line) => {
    const [, code, name] = /^(\S+)\s+(.+)$/.exec(line) ?? [];
    return code && name ? { fields: { code, name } } : null;
  });

export const writeProfiles = (profiles: readonly Profile[]): string =>
  profiles.map(({ code, name, periods }) => `${code} ${periods.map(numbersOf).join(", ")} ${name}`).join("\n");

export const readProfiles = (text: string): Read<Profile> =>
  readLines(text, "a code, its half-hours and a name, such as ON 45–48, 1–14 Overnight", profile, (line) => {
    const [, code, runs, name] = /^(\S+)\s+(\d[\d\s,–-]*?)\s+([^\d\s,–-].*)$/.exec(line) ?? [];
    return code && runs && name ? { fields: { code, name, periods: runs.split(",").map(readRun) } } : null;
  });

/** An invalid run becomes one that the schema rejects. */
function readRun(text: string): { first: number; last: number } {
  const [, first, last] = /^(\d{1,2})(?:\s*[–-]\s*(\d{1,2}))?$/.exec(text.trim()) ?? [];
  return { first: Number(first ?? 0), last: Number(last ?? first ?? 0) };
}

export const writeHolidays = (holidays: readonly Holiday[]): string =>
  holidays
    .toSorted((a, b) => (a.date < b.date ? -1 : 1))
    .map(({ date, name }) => `${date} ${name}`)
    .join("\n");

export const readHolidays = (text: string): Read<Holiday> =>
  readLines(text, "a date and a name, such as 2027-02-08 Waitangi Day", holiday, (line) => {
    const [, date, name] = /^(\S+)\s+(.+)$/.exec(line) ?? [];
    return date && name ? { fields: { date, name } } : null;
  });
