import { describe, expect, test } from "vitest";
import { emailAddress, sameAddress } from "./address";

const complaint = (address: unknown) => emailAddress.safeParse(address).error?.issues[0]?.message ?? "accepted";

describe("an address that may be invited", () => {
  test.each(["tane.walker@kauri.example", "o'brien+rolebook@sub.kauri.co.nz", "a@b.nz", "tane@xn--kuri-loa.example"])("%s is a valid address", (address) => {
    expect(emailAddress.parse(` ${address} `)).toBe(address);
  });

  test("an address keeps the case of its local part, which only its own server can interpret", () => {
    expect(emailAddress.parse("Tane.Walker@KAURI.example")).toBe("Tane.Walker@kauri.example");
    expect(sameAddress("Tane@kauri.example", "tANE@KAURI.example")).toBe(true);
    expect(sameAddress("tane@kauri.example", "tame@kauri.example")).toBe(false);
  });

  test.each(["\u212airi@kauri.example", "k\u0131ri@kauri.example", "K\u0130RI@kauri.example", "\uff4biri@kauri.example", "ki\u200bri@kauri.example"])(
    "%j is not the address kiri@kauri.example",
    (address) => {
      expect(sameAddress("kiri@kauri.example", address)).toBe(false);
      expect(sameAddress(address, "KIRI@kauri.example")).toBe(false);
    },
  );

  test.each([
    "",
    " ",
    "tane",
    "@kauri.example",
    "tane@",
    "tane@kauri",
    "tane@@kauri.example",
    "ta ne@kauri.example",
    "tane@kauri..example",
    ".tane@kauri.example",
    "tane_kauri.example#EXT#@aex.onmicrosoft.com",
  ])("%j is rejected", (address) => expect(complaint(address)).toMatch(/not an e-mail address|missing/));

  test.each([undefined, null, 7, ["a@b.nz"], { contains: "@" }, `${"a".repeat(250)}@kauri.example`, "a@b.nz\nBcc: all@aex.example", "<tane@kauri.example>"])(
    "%j is rejected without an error",
    (address) => expect(complaint(address)).not.toBe("accepted"),
  );
});

describe("a lookalike letter is rejected and named", () => {
  test.each([
    ["tаne@kauri.example", "“а” (U+0430, Cyrillic)"],
    ["tane@kаuri.example", "“а” (U+0430, Cyrillic)"],
    ["οperator@aex.example", "“ο” (U+03BF, Greek)"],
    ["tane@kaurı.example", "“ı” (U+0131, Latin)"],
    ["tane@ｋauri.example", "“ｋ” (U+FF4B, Latin)"],
    ["tane\u200b@kauri.example", "(U+200B)"],
    ["tāne@kauri.example", "“ā” (U+0101, Latin)"],
  ])("%s", (address, letter) => {
    expect(complaint(address)).toContain(letter);
  });
});
