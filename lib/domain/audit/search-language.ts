/** The log's query bar: filters such as `by:"Mele Fonoti"`, and free text. Pure: names are looked up on the server. */

/** Each filter, and an example of what it takes. */
export const WORDS = {
  by: 'by:"Mele Fonoti"',
  about: "about:kauri",
  person: "person:mele",
  action: "action:role_changed",
  permission: "permission:Users.Promote",
  outcome: "outcome:refused",
  kind: "kind:change",
  entity: "entity:kauri",
  since: "since:7d",
  until: "until:2026-11-30",
  request: "request:<id>",
  session: "session:<id>",
  show: "show:views",
} as const;

export type Word = keyof typeof WORDS;
export type Term = { readonly word: Word; readonly value: string };
/** What was typed: filters in their order, and each word or quoted phrase of free text. */
export type Search = { readonly terms: readonly Term[]; readonly texts: readonly string[] };
export type Problem = {
  readonly kind: "unknown-word" | "twice" | "empty" | "unclosed";
  /** What was typed. */
  readonly written: string;
  readonly message: string;
};

export const MOST_CHARACTERS = 500;

const isWord = (name: string): name is Word => Object.hasOwn(WORDS, name);
const OTHER_NAMES: Readonly<Record<string, Word>> = { actor: "by", from: "since", to: "until", target: "about", reason_code: "outcome" };

/** A quoted phrase, or characters up to a blank. Addresses such as 2001:db8::17 begin with no letter and stay text. */
const TOKEN = /(?:([a-z_]+):)?(?:"([^"]*)("|$)|(\S*))\s*/giy;

/** Reads what was typed. Nothing is dropped: what is no filter is searched as text, and every problem is reported. */
export function parseSearch(typed: string): Search & { readonly problems: readonly Problem[] } {
  const terms: Term[] = [];
  const texts: string[] = [];
  const problems: Problem[] = [];
  for (const token of tokensOf(typed)) {
    if (!token.isClosed) problems.push({ kind: "unclosed", written: token.written, message: `${token.written} has no closing quotation mark.` });
    const word = token.name?.toLowerCase();
    if (word === undefined) texts.push(token.value);
    else if (!isWord(word)) {
      texts.push(token.bare);
      problems.push({ kind: "unknown-word", written: `${word}:`, message: unknownWord(word, token.bare) });
    } else if (token.value === "") problems.push({ kind: "empty", written: `${word}:`, message: `${word}: needs a value, such as ${WORDS[word]}.` });
    else if (terms.some((term) => term.word === word))
      problems.push({ kind: "twice", written: token.bare, message: `${word}: is there twice. Keep one of them.` });
    else terms.push({ word, value: token.value });
  }
  return { terms, texts: texts.filter((text) => text !== ""), problems };
}

type Token = { readonly name: string | undefined; readonly value: string; readonly bare: string; readonly written: string; readonly isClosed: boolean };

function* tokensOf(typed: string): Generator<Token> {
  // Phones type curly quotation marks.
  const text = typed.replace(/[“”„]/g, '"').trim();
  TOKEN.lastIndex = 0;
  const token = new RegExp(TOKEN);
  while (token.lastIndex < text.length) {
    const [written = "", name, quoted, closing, plain = ""] = token.exec(text) ?? [];
    if (written === "") return;
    const value = (quoted ?? plain).trim();
    yield { name, value, bare: name === undefined ? value : `${name}:${value}`, written: written.trim(), isClosed: quoted === undefined || closing !== "" };
  }
}

function unknownWord(word: string, bare: string): string {
  const meant = OTHER_NAMES[word] ?? Object.keys(WORDS).find((known) => known.startsWith(word) || word.startsWith(known));
  const filters = meant ? `Did you mean ${meant}:?` : `Filters are ${Object.keys(WORDS).join(":, ")}:.`;
  return `${word}: is not a filter, so “${bare}” is searched as text. ${filters}`;
}

const quoted = (value: string): string => `"${value.replaceAll('"', "")}"`;
const NEEDS_QUOTES = /[\s"“”„]|^$/;
/** A text that would be read as a filter. */
const LOOKS_LIKE_FILTER = /^[a-z_]+:/i;

const writeTerm = ({ word, value }: Term): string => `${word}:${NEEDS_QUOTES.test(value) ? quoted(value) : value}`;
const writeText = (text: string): string => (NEEDS_QUOTES.test(text) || LOOKS_LIKE_FILTER.test(text) ? quoted(text) : text);

/** The search as text that reads back the same. */
export const writeSearch = ({ terms, texts }: Search): string => [...terms.map(writeTerm), ...texts.map(writeText)].join(" ");

/** The search with these filters set, or taken out where null. */
export function withTerms({ terms, texts }: Search, change: { readonly [word in Word]?: string | null }): Search {
  const kept = terms.filter(({ word }) => !(word in change));
  const added = Object.entries(change).flatMap(([word, value]) => (isWord(word) && value ? [{ word, value }] : []));
  return { terms: [...kept, ...added], texts };
}

export const withoutText = ({ terms, texts }: Search, text: string): Search => ({ terms, texts: texts.filter((other) => other !== text) });

export const termOf = ({ terms }: Search, word: Word): string | undefined => terms.find((term) => term.word === word)?.value;
