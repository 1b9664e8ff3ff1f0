import { z } from "zod";
import { isRoleKey } from "@/lib/platform/authz/roles";
import type { WrittenPath } from "@/lib/platform/local-path";

/** A page's search parameters, as Next passes them. */
export type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

/**
 * Fields of a list's input. They are strict: `searchOf` drops what an address gets wrong, and nobody else is
 * forgiven.
 */

/** A search text: bounded, without characters that PostgreSQL cannot store. */
export const searchText = z
  .string("Write what to look for as text.")
  .max(100, "Look for 100 characters at most.")
  .refine((value) => value.isWellFormed() && !value.includes("\u0000"), "This text cannot be looked for.")
  .transform((value) => value.trim() || undefined)
  .optional();

/** One of a fixed set of words. */
export const choice = <const T extends readonly [string, ...string[]]>(values: T) => z.enum(values, "Choose one from the list.").optional();

export const roleParam = z.string("A role is text.").refine(isRoleKey, "Choose a role from the list.").optional();
/** Where a page of numbered rows starts. */
export const listedNumber = z.int("Name a whole number.").min(1, "Name a number from 1 on.").max(999_999_999, "There is no such number.").optional();
export const listedId = z.uuid("This is no identifier.").optional();
export const cursorParam = z.string("A cursor is text.").max(1_000, "This is no cursor.").optional();

/** An id in a path; anything else names nothing. */

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
