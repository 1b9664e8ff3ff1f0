export const DOCUMENTATION_STATES = ["no_docs", "pending", "docs_in_place", "suspended"] as const;

/** One letter per status, in order: a matrix of 200 entities has 39,800 directions and goes to the browser as text. */
export const LETTERS = "npds";

/** The status of a letter; `no_docs` for anything else. */
export const statusOfLetter = (letter: string | undefined): (typeof DOCUMENTATION_STATES)[number] =>
  DOCUMENTATION_STATES[letter ? LETTERS.indexOf(letter) : 0] ?? "no_docs";
