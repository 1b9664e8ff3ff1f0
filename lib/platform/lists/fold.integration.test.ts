import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "@/lib/platform/db/client";
import { freshDatabase } from "@/lib/testing/databases";
import { foldForSearch } from "./fold";

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

/** Long-established characters only: the two sides may learn a newer Unicode version at different times. */
const BLOCKS = [
  [0x09, 0x0a],
  [0x20, 0x58f],
  [0x5b0, 0x5ff],
  [0x1100, 0x11ff],
  [0x1e00, 0x2bff],
  [0x3000, 0x30ff],
  [0xfb00, 0xfb4f],
  [0xff01, 0xffdc],
] as const;
const LETTERS = BLOCKS.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index))).filter(
  (letter) => letter !== "\u007f" && /\P{Cn}/u.test(letter),
);

test("the database folds stored text like the code folds a query, character by character, alone and within a word", async () => {
  const texts = LETTERS.flatMap((letter) => [letter, `A${letter}b Ō`]);
  const folded = await database.client.$queryRaw<{ text: string; folded: string }[]>`
    SELECT text, portal_search_text(text) AS folded FROM jsonb_array_elements_text(${JSON.stringify(texts)}::jsonb) AS t (text)`;
  expect(folded).toHaveLength(texts.length);
  expect(folded.filter((row) => row.folded !== foldForSearch(row.text))).toEqual([]);
});

test("names sort by one collation and search uses none, whatever the database's locale", async () => {
  const columns = await database.client.$queryRaw<{ name: string; collation: string }[]>`
    SELECT c.relname || '.' || a.attname AS name, k.collname AS collation
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_collation k ON k.oid = a.attcollation
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped
      AND (a.attname IN ('searched', 'legal_name', 'short_name', 'display_name') OR (c.relname, a.attname) = ('saved_view', 'name')) ORDER BY 1`;
  expect(columns.filter(({ name, collation }) => collation !== (name.endsWith(".searched") ? "C" : "und-x-icu"))).toEqual([]);
  expect(columns.length).toBeGreaterThan(11);
});
