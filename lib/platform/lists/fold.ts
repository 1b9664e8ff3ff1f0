import { literal } from "./params";

/**
 * Folds text for search: lower-cased, without accents and invisible characters; separators become one letter,
 * so that trigrams span words. `portal_search_text` folds stored text the same way; a test compares them
 * character by character.
 */
export function foldForSearch(text: string): string {
  const plain = text
    .normalize("NFKD")
    .replace(UNSEEN, "")
    .toLowerCase()
    .replace(LIGATURES, (letter) => ALIKE[letter] ?? letter);
  return plain.replace(PARTS, LETTER);
}

const LETTER = "ǀ";

/** Combining marks, joiners and other format characters found in Latin, Greek and Cyrillic text. */
const UNSEEN =
  /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;

/** Letters without a Unicode decomposition, and their spelling on a plain keyboard. */
const ALIKE: Readonly<Record<string, string>> = { ø: "o", ł: "l", đ: "d", ð: "d", ħ: "h", ŧ: "t", ı: "i", ς: "σ", ß: "ss", æ: "ae", œ: "oe" };
const LIGATURES = /[øłđðħŧıςßæœ]/g;

/** Separators in names and addresses: blanks, dashes, apostrophes and similar. */
const PARTS = /[ \t\n\r.,@'’‘ʼʻ`_+/()\u1680·\u058a\u05be\u1400\u1806‐‒–—―−\u2e17\u2e1a\u2e3a\u2e3b\u2e40\u2e5d\u301c\u3030\u30a0-]/g;

/** Matches this text anywhere in a folded column. */
export const containing = (q: string) => ({ contains: literal(foldForSearch(q)) });

/** The same as a LIKE pattern. */
export const containingPattern = (q: string): string => `%${containing(q).contains}%`;

/**
 * The same for a column with a trigram index over a million rows, which needs three letters: two match the
 * start of a word, one the start of the text.
 */
export function indexed(q: string): { readonly contains: string } | { readonly startsWith: string } {
  const text = foldForSearch(q);
  if (text.length === 1) return { startsWith: literal(LETTER + text) };
  return { contains: literal(text.length === 2 ? LETTER + text : text) };
}
