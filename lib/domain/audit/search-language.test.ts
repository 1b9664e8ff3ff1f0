import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSearch, type Search, termOf, WORDS, type Word, withoutText, withTerms, writeSearch } from "./search-language";

const read = (typed: string) => parseSearch(typed);
const words = Object.keys(WORDS) as Word[];

describe("a search of the log", () => {
  test("has filters, whose values may be quoted, and words and phrases of free text", () => {
    expect(read('by:"Mele Fonoti" outcome:refused totara "far beyond" since:7d')).toEqual({
      terms: [
        { word: "by", value: "Mele Fonoti" },
        { word: "outcome", value: "refused" },
        { word: "since", value: "7d" },
      ],
      texts: ["totara", "far beyond"],
      problems: [],
    });
  });

  test("takes filters in any case, and the quotation marks of a phone", () => {
    expect(read("BY:“Mele Fonoti”")).toEqual({ terms: [{ word: "by", value: "Mele Fonoti" }], texts: [], problems: [] });
  });

  test("takes addresses and times with colons as text", () => {
    expect(read("2001:db8::17 10:30")).toEqual({ terms: [], texts: ["2001:db8::17", "10:30"], problems: [] });
  });

  test("searches an unknown filter as text, and says so", () => {
    const { terms, texts, problems } = read("actor:mele");
    expect([terms, texts]).toEqual([[], ["actor:mele"]]);
    expect(problems.map(({ kind, message }) => [kind, message])).toEqual([
      ["unknown-word", "actor: is not a filter, so “actor:mele” is searched as text. Did you mean by:?"],
    ]);
  });

  test("tells of a filter without a value, one that is there twice, and a quotation mark that is not closed", () => {
    const kinds = (typed: string) => read(typed).problems.map(({ kind }) => kind);
    expect(kinds("by:")).toEqual(["empty"]);
    expect(kinds("by:a by:b")).toEqual(["twice"]);
    expect(kinds('by:"Mele')).toEqual(["unclosed"]);
  });

  test("is nothing where nothing was typed", () => {
    for (const typed of ["", "   ", '""']) expect(read(typed)).toEqual({ terms: [], texts: [], problems: [] });
  });
});

test("filters are set, replaced and taken out one by one, and so are texts", () => {
  const search = read("by:mele outcome:refused totara kauri");
  expect(writeSearch(withTerms(search, { outcome: "granted", since: "7d" }))).toBe("by:mele outcome:granted since:7d totara kauri");
  expect(writeSearch(withTerms(search, { by: null }))).toBe("outcome:refused totara kauri");
  expect(writeSearch(withoutText(search, "totara"))).toBe("by:mele outcome:refused kauri");
  expect([termOf(search, "by"), termOf(search, "since")]).toEqual(["mele", undefined]);
});

test("whatever is typed, no word of it is dropped without a word about it", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (typed) => {
      const { terms, texts, problems } = read(typed);
      const kept = [...terms.map(({ word, value }) => `${word}${value}`), ...texts, ...problems.map(({ written }) => written)].join("").toLowerCase();
      const letters = (text: string) => [...text.toLowerCase()].filter((letter) => /[\p{L}\p{N}]/u.test(letter));
      for (const letter of letters(typed)) expect(kept).toContain(letter);
    }),
  );
});

test("a search that is written reads back the same", () => {
  const value = fc
    .string({ minLength: 1, maxLength: 20 })
    .map((text) => text.replace(/["“”„\s]+/g, " ").trim())
    .filter((text) => text !== "");
  const search: fc.Arbitrary<Search> = fc.record({
    terms: fc.uniqueArray(fc.record({ word: fc.constantFrom(...words), value }), { selector: ({ word }) => word }),
    texts: fc.array(value),
  });
  fc.assert(
    fc.property(search, (written) => {
      expect(parseSearch(writeSearch(written))).toEqual({ ...written, problems: [] });
    }),
  );
});
