import { literal } from "./params";

/**
 * Text as it is searched: without accents, capitals and what cannot be seen, and with one letter in the place of whatever parts
 * words, so that three letters in a row are looked up across words too. The database's `portal_search_text` says the same of what is
 * stored; a test compares them letter by letter.
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

/** Combining marks, joiners and other format characters, as far as Latin, Greek and Cyrillic text has them. */
const UNSEEN =
  /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;

/** Letters that Unicode does not take apart, and how a keyboard without them writes them. */
const ALIKE: Readonly<Record<string, string>> = { ø: "o", ł: "l", đ: "d", ð: "d", ħ: "h", ŧ: "t", ı: "i", ς: "σ", ß: "ss", æ: "ae", œ: "oe" };
const LIGATURES = /[øłđðħŧıςßæœ]/g;

/** Blanks, dashes, apostrophes and what else stands between the words of names and addresses. */
const PARTS = /[ \t\n\r.,@'’‘ʼʻ`_+/()\u1680·\u058a\u05be\u1400\u1806‐‒–—―−\u2e17\u2e1a\u2e3a\u2e3b\u2e40\u2e5d\u301c\u3030\u30a0-]/g;

/** Texts that hold this one anywhere, in a column of folded text. */
export const containing = (q: string) => ({ contains: literal(foldForSearch(q)) });

/** The same as a pattern for LIKE. */
export const containingPattern = (q: string): string => `%${containing(q).contains}%`;

/**
 * The same in a column of a million rows, whose index knows three letters and more: of two, those that begin a word are found, and of
 * one, those that begin the text.
 */
export function indexed(q: string): { readonly contains: string } | { readonly startsWith: string } {
  const text = foldForSearch(q);
  if (text.length === 1) return { startsWith: literal(LETTER + text) };
  return { contains: literal(text.length === 2 ? LETTER + text : text) };
}
