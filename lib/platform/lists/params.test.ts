import { describe, expect, test } from "vitest";
import { choice, cursorParam, equalling, listedId, listedNumber, listHref, roleParam, searchText } from "./params";

const ID = "0190a0c0-0000-7000-8000-00000000000a";

describe("the fields of a list's input", () => {
  const unusable = [null, 7, true, ["a", "b"], ["a"], {}, { contains: "a" }, { not: "" }];

  test.each(unusable.map((value) => [JSON.stringify(value), value] as const))("%s is no field of a list", (_name, value) => {
    for (const param of [searchText, choice(["a", "b"]), listedId, cursorParam, roleParam]) expect(param.safeParse(value).success).toBe(false);
  });

  test("each may be left out", () => {
    for (const param of [searchText, choice(["a", "b"]), listedId, listedNumber, cursorParam, roleParam]) expect(param.parse(undefined)).toBeUndefined();
  });

  test("a search text is trimmed and used when it can be stored and is short enough", () => {
    expect(searchText.parse("  Kauri ")).toBe("Kauri");
    expect(searchText.parse("' OR 1=1 --")).toBe("' OR 1=1 --");
    for (const text of ["", "   "]) expect(searchText.parse(text)).toBeUndefined();
    for (const text of ["a\u0000b", "\ud800", "x".repeat(101), "x".repeat(1_000_000)]) expect(searchText.safeParse(text).success).toBe(false);
  });

  test("a choice is one of the given words", () => {
    const status = choice(["active", "suspended"]);
    expect(status.parse("active")).toBe("active");
    for (const word of ["Active", "active ", "", "__proto__", "toString", "0", "active,suspended"]) expect(status.safeParse(word).success).toBe(false);
  });

  test("an id is one of the portal, to the letter", () => {
    expect(listedId.parse(ID)).toBe(ID);
    for (const text of ["1", `${ID} `, `{${ID}}`, `${ID}' OR '1'='1`, ID.replaceAll("-", "")]) expect(listedId.safeParse(text).success).toBe(false);
  });
});

test("LIKE wildcards are escaped", () => {
  expect(equalling("50%_\\")).toEqual({ equals: "50\\%\\_\\\\", mode: "insensitive" });
});

describe("listHref", () => {
  test("listHref writes the set parameters, in order and encoded", () => {
    expect(listHref("/admin/users", { q: "a&b=c #?%", role: undefined, cursor: null, entity: "" })).toBe("/admin/users?q=a%26b%3Dc+%23%3F%25");
    expect(listHref("/admin/users", {})).toBe("/admin/users");
  });

  test("listHref cannot be redirected by a value", () => {
    for (const value of ["//evil.example", "javascript:alert(1)", "\r\nLocation: //evil.example", "../..", "\\\\evil.example", '"><script>']) {
      const url = new URL(listHref("/admin/users", { q: value }), "http://localhost:3000");
      expect([url.origin, url.pathname, url.searchParams.get("q")]).toEqual(["http://localhost:3000", "/admin/users", value]);
    }
  });
});
