import { z } from "zod";

/** What a person may be called; pure. A name is what others trust on a record and in a letter, so it must not pass for anything else. */

export const LONGEST_NAME = 120;

/** Viramas: after these, a joiner changes how letters of South and Southeast Asian scripts are drawn. */
const VIRAMA = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2\u1b44\ua9c0";
/** A joiner that joins nothing cannot be seen, and makes another name that looks the same. */
const LOOSE_JOINER = new RegExp(`(?<![${VIRAMA}])\\u200d|\\u200d(?!\\p{L})|(?<![${VIRAMA}]|\\p{Script=Arabic})\\u200c|\\u200c(?!\\p{L})`, "u");
/** Characters that are drawn as nothing or as a blank, though Unicode calls some of them letters. */
const UNSEEN = /(?![\u200c\u200d])[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Zl}\p{Zp}]|\u2800/u;
const MARKS_IN_A_ROW = /\p{M}{5}/u;
const NOT_IN_NAMES = /(?![\u200c\u200d])[^\p{L}\p{M} '’.-]/u;
/** "kauri.example" is the beginning of an address, and mail programs make a link of it. "J. R. Walker" is a name. */
const ADDRESS = /\.(?=\p{L}\p{M}*\p{L})/u;

const SCRIPTS = [
  ...["Latin", "Greek", "Cyrillic", "Armenian", "Georgian", "Hebrew", "Arabic", "Syriac", "Thaana", "Nko", "Adlam", "Ethiopic", "Tifinagh", "Vai", "Osage"],
  ...["Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu", "Kannada", "Malayalam", "Sinhala", "Tibetan", "Meetei_Mayek", "Ol_Chiki"],
  ...["Thai", "Lao", "Myanmar", "Khmer", "Mongolian", "Javanese", "Balinese", "Sundanese", "Buginese", "Tai_Le", "New_Tai_Lue", "Tai_Viet", "Cham", "Lisu"],
  ...["Cherokee", "Canadian_Aboriginal", "Yi"],
];
/** Japanese, Korean and Taiwanese names mix scripts in the ordinary way of writing them. */
const MIXED = [
  ["Han", "Hiragana", "Katakana"],
  ["Han", "Hangul"],
  ["Han", "Bopomofo"],
];
/** The okina and the letter apostrophe belong to no script of their own. */
const ANY_SCRIPT = "\\u02bb\\u02bc";

const WRITINGS = [...SCRIPTS.map((name) => [name]), ...MIXED].map((names) => names.map((name) => `\\p{Script_Extensions=${name}}`).join(""));
const WORDS = WRITINGS.map((letters) => new RegExp(`^[${letters}\\p{Script_Extensions=Inherited}${ANY_SCRIPT}'’.\\u200c\\u200d-]+$`, "u"));
const LETTERS = WRITINGS.map((letters) => new RegExp(`[${letters}]`, "gu"));

/** A letter that stands for another one, such as a full-width "Ａ"; Thai and Lao write one vowel that way. */
const isStyled = (letter: string): boolean => letter.normalize("NFKC") !== letter && !/[\u0e33\u0eb3\u0edc\u0edd]/.test(letter);

/** One spelling of blanks, dashes and composed letters. */
const plain = (text: string): string =>
  text
    .replaceAll(/[\p{Zs}\t\n\r]+/gu, " ")
    .replaceAll(/[\u2010\u2011]/g, "-")
    .normalize("NFC")
    .trim();

const isOneScript = (word: string): boolean => WORDS.some((writing) => writing.test(word));

/** What is wrong with a name, as a sentence that says what to do; null for a good one. Expects it as `plain` leaves it. */
function problemOf(name: string): string | null {
  if (!name.isWellFormed() || UNSEEN.test(name) || LOOSE_JOINER.test(name)) return "The name has a character that cannot be seen. Type it again by hand.";
  const [other] = NOT_IN_NAMES.exec(name) ?? [...name].filter(isStyled);
  if (other) return `A name has letters, spaces, apostrophes, full stops and hyphens. Take out “${other}”.`;
  if (!/\p{L}/u.test(name) || /^\p{M}/u.test(name) || MARKS_IN_A_ROW.test(name)) return "This is not a name. Type it as the person writes it.";
  if (ADDRESS.test(name)) return "A name is not an address. Put a space after each full stop.";
  const mixed = name.split(" ").find((word) => !isOneScript(word));
  return mixed ? `“${mixed}” mixes letters of several scripts, which can look like another name. Type it again in one script.` : null;
}

/** A person's name as somebody types it. Letters of any one script a word; trimmed, with plain blanks. */
export const personName = z
  .string("The name must be text.")
  .max(LONGEST_NAME * 4, `The name may have ${LONGEST_NAME} characters at most.`)
  .transform(plain)
  .superRefine((name, context) => {
    const message =
      name === "" ? "The name is missing." : name.length > LONGEST_NAME ? `The name may have ${LONGEST_NAME} characters at most.` : problemOf(name);
    if (message) context.addIssue({ code: "custom", message });
  });

/** The same, or nothing: where the name is not known yet. */
export const optionalPersonName = z.union([
  z
    .string()
    .regex(/^\s*$/)
    .transform(() => ""),
  personName,
]);

/**
 * The directory's name for a person as the portal shows it: what no name may have is left out, since nobody here can correct it.
 * Empty when nothing of a name is left.
 */
export function cleanPersonName(name: string): string {
  const words = Array.from(plain(name.toWellFormed()), (letter) => (isStyled(letter) ? letter.normalize("NFKC") : letter))
    .join("")
    .replaceAll(/@\S*/gu, " ")
    .replaceAll(new RegExp(UNSEEN, "gu"), "")
    .replaceAll(new RegExp(NOT_IN_NAMES, "gu"), " ")
    .replaceAll(new RegExp(ADDRESS, "gu"), " ")
    .normalize("NFC")
    .split(" ")
    .map((word) =>
      inOneScript(word)
        .replaceAll(new RegExp(LOOSE_JOINER, "gu"), "")
        .replaceAll(/(\p{M}{4})\p{M}+/gu, "$1"),
    );
  const cleaned = shorten(plain(words.filter((word) => /\p{L}/u.test(word)).join(" ")));
  return problemOf(cleaned) === null ? cleaned : "";
}

/** Keeps the letters of the script that most of the word is in. */
function inOneScript(word: string): string {
  if (isOneScript(word)) return word;
  const counts = LETTERS.map((letters) => word.match(letters)?.length ?? 0);
  const most = WRITINGS[counts.indexOf(Math.max(...counts))] ?? "";
  return word.replaceAll(new RegExp(`[^${most}\\p{Script_Extensions=Inherited}${ANY_SCRIPT}'’.\\u200c\\u200d-]`, "gu"), "").replace(/^\p{M}+/u, "");
}

const shorten = (name: string): string => name.slice(0, LONGEST_NAME).toWellFormed().replace("\ufffd", "").trim();
