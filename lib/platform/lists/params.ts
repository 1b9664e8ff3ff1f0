import { z } from "zod";
import type { WrittenPath } from "@/lib/platform/local-path";

/** What a page receives as its query. */
export type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

/** A search text from an address: bounded, and without what PostgreSQL cannot store. Anything else counts as none. */
export const searchText = z
  .string()
  .max(100)
  .refine((value) => value.isWellFormed() && !value.includes("\u0000"))
  .transform((value) => value.trim() || undefined)
  .optional()
  .catch(undefined);

/** One of a few words; anything else counts as none. */
export const choice = <const T extends readonly [string, ...string[]]>(values: T) => z.enum(values).optional().catch(undefined);

/** The same fields as a query takes them: strict, since `searchOf` drops what an address says wrongly. */
export const listText = z
  .string("Write what to look for as text.")
  .max(100, "Look for 100 characters at most.")
  .refine((value) => value.isWellFormed() && !value.includes("\u0000"), "This text cannot be looked for.")
  .transform((value) => value.trim() || undefined)
  .optional();
export const listCursor = z.string("A cursor is text.").max(1_000, "This is no cursor.").optional();

export const idParam = z.uuid().optional().catch(undefined);
export const cursorParam = z.string().max(1_000).optional().catch(undefined);

/** The address of a list: only what is set, in a fixed order. */
export function listHref(path: WrittenPath, params: Readonly<Record<string, string | null | undefined>>): WrittenPath {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) if (value) query.set(key, value);
  return query.size > 0 ? `${path}?${query}` : path;
}

/** The client compares parts of a text by LIKE and ILIKE, where these characters are a pattern. */
export const literal = (text: string): string => text.replace(/[\\%_]/g, "\\$&");

/** Texts that are this one, whatever the case. */
export const equalling = (text: string) => ({ equals: literal(text), mode: "insensitive" as const });
