import { describe, expect, test } from "vitest";
import { containing, containingPattern, foldForSearch, indexed } from "./fold";

describe("folded text", () => {
  test.each([
    ["an accent", "Hēmi", "Hemi"],
    ["a letter that is composed, and one that is put together", "Hēmi", "Hēmi".normalize("NFD")],
    ["capitals, with accents too", "HĒMI ŌTENE", "hemi otene"],
    ["a letter without a decomposition", "Søren Łukasz Đặng", "soren lukasz dang"],
    ["two letters written as one", "Weiß Ægir ﬁn", "weiss aegir fin"],
    ["a capital of Cyrillic or Greek", "ДМИТРИЙ ΣΟΦΟΣ", "дмитрий σοφος"],
    ["letters of another width", "Ｋａｕｒｉ", "kauri"],
    ["an apostrophe, or the letter that looks like one", "O’Connor Kaʻahumanu", "o'connor ka'ahumanu"],
    ["a letter that cannot be seen", "Kau\u00adri\u200b Ltd", "kauri ltd"],
  ])("folded text is the same with %s", (_name, one, other) => {
    expect(foldForSearch(one)).toBe(foldForSearch(other));
  });

  const inUnicode = (pattern: RegExp) => {
    const found: string[] = [];
    for (let code = 0; code < 0x11_0000; code++)
      if (code < 0xd800 || code > 0xdfff) if (pattern.test(String.fromCodePoint(code))) found.push(String.fromCodePoint(code));
    return found;
  };

  test.each([
    ["blank", /\p{Zs}/u],
    // Garay and Yezidi ones are not folded.
    ["dash", /(?![\u{10d6e}\u{10ead}])\p{Pd}/u],
  ])("every %s of Unicode folds to one letter", (_name, kind) => {
    const all = inUnicode(kind);
    expect(all.length).toBeGreaterThan(15);
    for (const character of all)
      expect([character.codePointAt(0)?.toString(16), foldForSearch(`a${character}b`)]).toEqual([character.codePointAt(0)?.toString(16), "aǀb"]);
  });

  test("folded text matches anywhere; with an index, two letters match the start of a word and one the start of the text", () => {
    expect([containing("Hē"), containing("%")]).toEqual([{ contains: "he" }, { contains: "\\%" }]);
    expect([indexed("Hēm"), indexed("Hē"), indexed("H")]).toEqual([{ contains: "hem" }, { contains: "ǀhe" }, { startsWith: "ǀh" }]);
  });

  test("wildcards in a search are literal characters", () => {
    expect(containingPattern("50%_\\x")).toBe("%50\\%ǀ\\\\x%");
  });
});
