import { z } from "zod";
import type { WrittenPath } from "@/lib/platform/local-path";

/** A page's search parameters, as Next passes them. */
export type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

/** A search text: bounded, without characters that PostgreSQL cannot store. Anything else counts as absent. */
export const searchText = z
  .string()
  .max(100)
  .refine((value) => value.isWellFormed() && !value.includes("\u0000"))
  .transform((value) => value.trim() || undefined)
  .optional()
  .catch(undefined);

/** One of a fixed set of words; anything else counts as absent. */
export const choice = <const T extends readonly [string, ...string[]]>(values: T) => z.enum(values).optional().catch(undefined);

/** The same fields for a query's input: strict, because `searchOf` drops what an address gets wrong. */
export const listText = z
  .string("Write what to look for as text.")
  .max(100, "Look for 100 characters at most.")
  .refine((value) => value.isWellFormed() && !value.includes("\u0000"), "This text cannot be looked for.")
  .transform((value) => value.trim() || undefined)
  .optional();
export const listCursor = z.string("A cursor is text.").max(1_000, "This is no cursor.").optional();

export const idParam = z.uuid().optional().catch(undefined);
export const cursorParam = z.string().max(1_000).optional().catch(undefined);

/** A list's address: only the parameters that are set, in a fixed order. */
export function listHref(path: WrittenPath, params: Readonly<Record<string, string | null | undefined>>): WrittenPath {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) if (value) query.set(key, value);
  return query.size > 0 ? `${path}?${query}` : path;
}

/** Escapes the wildcards of LIKE and ILIKE, which the client compares with. */
export const literal = (text: string): string => text.replace(/[\\%_]/g, "\\$&");

/** Matches exactly this text, ignoring case. */
export const equalling = (text: string) => ({ equals: literal(text), mode: "insensitive" as const });
