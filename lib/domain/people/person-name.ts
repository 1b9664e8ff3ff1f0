import { z } from "zod";

/**
 * Valid names of people; pure. Others trust names on the record and in mail, so a name must not pass for
 * anything else.
 */

export const LONGEST_NAME = 120;

/** Viramas: a joiner after one changes how South and Southeast Asian scripts are drawn. */
const VIRAMA = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2\u1b44\ua9c0";
/** A joiner without effect is invisible, and would make a different name that looks the same. */
const LOOSE_JOINER = new RegExp(`(?<![${VIRAMA}])\\u200d|\\u200d(?!\\p{L})|(?<![${VIRAMA}]|\\p{Script=Arabic})\\u200c|\\u200c(?!\\p{L})`, "u");
/** Characters drawn as nothing or as a blank, some of which Unicode calls letters. */
const UNSEEN = /(?![\u200c\u200d])[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Zl}\p{Zp}]|\u2800/u;
const MARKS_IN_A_ROW = /\p{M}{5}/u;
/** A mark that cannot be seen, in decomposed text: a dot above a letter that has one, the same mark again, or one on no letter. */
const LOST_MARK = /(?<=[\p{Soft_Dotted}ı\u0237]\p{M}*)\u0307|(?<=([\u0300-\u036f]))\1|(?<![\p{L}\p{M}\u200c\u200d])\p{M}/u;
const NOT_IN_NAMES = /(?![\u200c\u200d])[^\p{L}\p{M} '’.-]/u;
/** "kauri.example" is the start of an address, which mail programs turn into a link. "J. R. Walker" is a name. */
const ADDRESS = /\.(?=\p{L}\p{M}*\p{L})/u;

/**
 * Letters of living languages, without lookalikes of other letters or punctuation ("ɑ", "ᴀ", "ǃ", "ꞌ") and
 * historic letters. Source: Unicode's UTS 39, identifier status, plus the alphabets of Africa, of the Sámi and
 * of Dene, which it leaves out.
 */
const LATIN = "A-Za-zÀ-ÖØ-öø-ıĴ-ľŁ-ňŊ-žƠơƯưǍ-ǜǞ-ǰǴǵǸ-țȞȟȦ-ȳḀ-ẙẞẠ-ỹƏəƁɓƆɔƉɖƊɗƎǝƐɛƑƒƓɠƔɣƗɨƘƙƝɲƟɵƱʊƲʋƳƴƷʒɄʉɅʌʔ";
const GREEK = "Ά-ώἀ-ῼ";
const CYRILLIC = "Ѐ-џҊ-ӿԐ-ԩԮԯ";
/**
 * The scripts UTS 39 recommends. Limited-use scripts are excluded: some, such as Lisu and Cherokee, look like
 * Latin capitals throughout.
 */
const SCRIPTS = [
  ...["Armenian", "Georgian", "Hebrew", "Arabic", "Thaana", "Ethiopic", "Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu"],
  ...["Kannada", "Malayalam", "Sinhala", "Tibetan", "Thai", "Lao", "Myanmar", "Khmer"],
];
/** Japanese, Korean and Taiwanese names ordinarily mix scripts. */
const MIXED = [
  ["Han", "Hiragana", "Katakana"],
  ["Han", "Hangul"],
  ["Han", "Bopomofo"],
];
/** The okina and the letter apostrophe have no script of their own. */
const ANY_SCRIPT = "\\u02bb\\u02bc";
/**
 * Marks of living alphabets, from UTS 39, the Pacific and Africa. Others cross out, underline or enclose a letter, or are lower-case letters, and
 * make it look like another one ("o" struck through like "ø"). Marks of other scripts count as their letters.
 */
const MARKS = "\\u0300-\\u0304\\u0306-\\u030d\\u030f\\u0311\\u0313\\u0314\\u0323-\\u0329\\u032d\\u032e\\u0330\\u0331\\u0358";
const BESIDE_LETTERS = `${MARKS}${ANY_SCRIPT}'’.\\u200c\\u200d-`;

const WRITINGS = [
  ...[LATIN, GREEK, CYRILLIC],
  ...[...SCRIPTS.map((name) => [name]), ...MIXED].map((names) => names.map((name) => `\\p{Script_Extensions=${name}}`).join("")),
];
const WORDS = WRITINGS.map((letters) => new RegExp(`^[${letters}${BESIDE_LETTERS}]+$`, "u"));
const LETTERS = WRITINGS.map((letters) => new RegExp(`[${letters}]`, "gu"));
const UNKNOWN = new RegExp(`[^ ${WRITINGS.join("")}${BESIDE_LETTERS}]`, "u");
/** Half of their letters look like Latin ones, so their words cannot be combined with words of another script. */
const ALONE = [GREEK, CYRILLIC].map((letters) => ({
  letters: new RegExp(`[${letters}]`, "u"),
  others: new RegExp(`(?![${letters}${ANY_SCRIPT}])\\p{L}`, "u"),
}));

/** A compatibility form of another letter, such as a full-width "Ａ"; Thai and Lao write one vowel that way. */
const isStyled = (letter: string): boolean => letter.normalize("NFKC") !== letter && !/[\u0e33\u0eb3\u0edc\u0edd]/.test(letter);

/** Normalises blanks, dashes and composed letters; the Arabic tatweel only stretches a word. */
const plain = (text: string): string =>
  text
    .replaceAll(/[\p{Zs}\t\n\r]+/gu, " ")
    .replaceAll(/[\u2010\u2011]/g, "-")
    .replaceAll("\u0640", "")
    .normalize("NFC")
    .trim();

const isOneScript = (word: string): boolean => WORDS.some((writing) => writing.test(word));

/** The problem of a name, as a sentence that says what to do; null for a valid one. Expects the output of `plain`. */
function problemOf(name: string): string | null {
  if (!name.isWellFormed() || UNSEEN.test(name) || LOOSE_JOINER.test(name)) return "The name has a character that cannot be seen. Type it again by hand.";
  const [other] = NOT_IN_NAMES.exec(name) ?? [...name].filter(isStyled);
  if (other) return `A name has letters, spaces, apostrophes, full stops and hyphens. Take out “${other}”.`;
  if (LOST_MARK.test(name.normalize("NFD"))) return "The name has a mark that cannot be seen. Type it again by hand.";
  const [unknown] = UNKNOWN.exec(name) ?? [];
  if (unknown) return `“${unknown}” is no letter that names are written with here, and can look like another one. Type it in other letters.`;
  if (!/\p{L}/u.test(name) || /^\p{M}/u.test(name) || MARKS_IN_A_ROW.test(name)) return "This is not a name. Type it as the person writes it.";
  if (ADDRESS.test(name)) return "A name is not an address. Put a space after each full stop.";
  const mixed = name.split(" ").find((word) => !isOneScript(word));
  if (mixed) return `“${mixed}” mixes letters of several scripts, which can look like another name. Type it again in one script.`;
  return ALONE.some(({ letters, others }) => letters.test(name) && others.test(name))
    ? "A name in Greek or Cyrillic letters has no others beside them, which can look alike. Type all of it in one script."
    : null;
}

/**
 * A typed name: one script per word, trimmed, with plain blanks. Whole names in a lookalike script ("Вера") are
 * real names, and namesakes exist, so the record and mail also show the account.
 */
export const personName = z
  .string("The name must be text.")
  .max(LONGEST_NAME * 4, `The name may have ${LONGEST_NAME} characters at most.`)
  .transform(plain)
  .superRefine((name, context) => {
    const message =
      name === "" ? "The name is missing." : name.length > LONGEST_NAME ? `The name may have ${LONGEST_NAME} characters at most.` : problemOf(name);
    if (message) context.addIssue({ code: "custom", message });
  })
  .meta({ minLength: 1, maxLength: LONGEST_NAME });

/** The same, or empty while the name is not known. */
export const optionalPersonName = z
  .union([
    z
      .string()
      .regex(/^\s*$/)
      .transform(() => ""),
    personName,
  ])
  .meta({ maxLength: LONGEST_NAME });

/**
 * The directory's name cleaned for display: invalid parts are removed, since nobody here can correct it. Empty
 * when nothing is left.
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
        .normalize("NFD")
        .replaceAll(new RegExp(LOST_MARK, "gu"), "")
        .normalize("NFC")
        .replaceAll(/(\p{M}{4})\p{M}+/gu, "$1"),
    );
  const cleaned = shorten(plain(inOneAlphabet(words.filter((word) => /\p{L}/u.test(word))).join(" ")));
  return problemOf(cleaned) === null ? cleaned : "";
}

/** Keeps the letters of the word's majority script. */
function inOneScript(word: string): string {
  if (isOneScript(word)) return word;
  const counts = LETTERS.map((letters) => word.match(letters)?.length ?? 0);
  const most = WRITINGS[counts.indexOf(Math.max(...counts))] ?? "";
  return word.replaceAll(new RegExp(`[^${most}${BESIDE_LETTERS}]`, "gu"), "").replace(/^\p{M}+/u, "");
}

/** When Greek or Cyrillic words are mixed with others, keeps the majority: directories hold names in both scripts. */
const inOneAlphabet = (words: readonly string[]): readonly string[] =>
  ALONE.reduce((kept, { letters, others }) => {
    const [inIt, beside] = [kept.filter((word) => letters.test(word)), kept.filter((word) => others.test(word))];
    return inIt.length >= beside.length ? inIt : beside;
  }, words);

const shorten = (name: string): string => name.slice(0, LONGEST_NAME).toWellFormed().replace("\ufffd", "").trim();
