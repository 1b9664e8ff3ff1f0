/** The parts of this domain that are safe in the browser. */

export { MOST_CHARACTERS, type Search, termOf, WORDS, type Word, withoutText, withTerms, writeSearch } from "./search-language";
export { asWallTime, PRESETS } from "./search-times";
