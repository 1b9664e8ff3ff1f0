import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { readIdentity } from "@/lib/adapters/sign-in/entra-claims";
import { createEntityInput, editEntityInput, entityListParams, entityStatusInput } from "@/lib/domain/entities/schema";
import { readCursor } from "@/lib/platform/lists/keyset";
import { searchText } from "@/lib/platform/lists/params";
import { fieldsOf, id, reason, text, version, versionOrNone, withFilesAsText } from "./input";

const name = text({ min: 2, max: 40, label: "The name" });
const accepts = (value: unknown) => name.safeParse(value).success;

describe("text", () => {
  test("text is trimmed and normalised to NFC", () => {
    expect(name.parse("  To\u0304tara \n")).toBe("Tōtara");
    expect(name.parse("To\u0304tara")).toBe(name.parse("Tōtara"));
  });

  test.each(["Kauri Energy", "Te Aroha Kīngi", "O’Brien & Söhne", "日本電力", "محطة", "שלום", "😀😀", "नमस्\u200dते", "' OR 1=1 --", "<b>bold</b>"])(
    "text such as %j is accepted",
    (value) => {
      expect(accepts(value)).toBe(true);
    },
  );

  test("line breaks and tabs are accepted only in a field of several lines", () => {
    const notes = text({ max: 40, label: "The notes", lines: "several" });
    for (const value of ["a\tb", "a\nb", "a\r\nb"]) {
      expect(accepts(value), JSON.stringify(value)).toBe(false);
      expect(notes.safeParse(value).success, JSON.stringify(value)).toBe(true);
    }
  });

  const characters: readonly (readonly [string, number, number])[] = [
    ["controls", 0x00, 0x08],
    ["controls", 0x0b, 0x0c],
    ["controls", 0x0e, 0x1f],
    ["delete and the second set of controls", 0x7f, 0x9f],
    ["the soft hyphen", 0xad, 0xad],
    ["the Arabic letter mark", 0x61c, 0x61c],
    ["the invisible blank", 0x200b, 0x200b],
    ["marks of direction", 0x200e, 0x200f],
    ["separators of lines and paragraphs", 0x2028, 0x2029],
    ["embeddings and overrides of direction", 0x202a, 0x202e],
    ["the word joiner and invisible operators", 0x2060, 0x2064],
    ["isolates of direction", 0x2066, 0x2069],
    ["the byte order mark", 0xfeff, 0xfeff],
    ["tags", 0xe0020, 0xe007f],
    ["the fillers of Hangul", 0x115f, 0x1160],
    ["the filler of Hangul letters", 0x3164, 0x3164],
    ["the half-width filler of Hangul", 0xffa0, 0xffa0],
    ["the blank of Braille", 0x2800, 0x2800],
    ["the joiner of graphemes", 0x34f, 0x34f],
    ["the inherent vowels of Khmer", 0x17b4, 0x17b5],
  ];

  test.each(characters)("%s are rejected anywhere in a text (from %d to %d)", (_name, first, last) => {
    for (let code = first; code <= last; code++) {
      const character = String.fromCodePoint(code);
      for (const value of [`${character}Kauri`, `Ka${character}uri`, `Kauri${character}`]) expect(accepts(value), `U+${code.toString(16)}`).toBe(false);
    }
  });

  test.each(["\ud800", "Kauri\ud800", "\udc00Kauri", "Ka\udc00\ud800uri", "\ud83d"])("half a surrogate pair is rejected: %j", (value) => {
    expect(accepts(value)).toBe(false);
  });

  test("text is bounded by characters after trimming, and by size before anything else", () => {
    expect(accepts("x".repeat(40))).toBe(true);
    expect(accepts("x".repeat(41))).toBe(false);
    expect(accepts(` ${"x".repeat(40)} `)).toBe(true);
    for (const value of ["x".repeat(1_000_000), " ".repeat(1_000_000), "e\u0301".repeat(500_000), "\ufdfa".repeat(300_000)]) expect(accepts(value)).toBe(false);
  });

  test("normalisation cannot make text exceed its bound", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 80 }), (value) => {
        const { data } = name.safeParse(value);
        if (data === undefined) return;
        expect(data.length).toBeLessThanOrEqual(40);
        expect(data.isWellFormed()).toBe(true);
        expect(data).toBe(data.trim());
        expect(name.parse(data)).toBe(data);
      }),
      { numRuns: 2_000 },
    );
  });

  test("blank text counts as missing", () => {
    for (const value of ["", " ", "\u00a0\u3000", "x"]) expect(accepts(value)).toBe(false);
    expect(reason.safeParse("too short").success).toBe(false);
  });

  test("only a string is text", () => {
    for (const value of [undefined, null, 1, true, ["Kauri"], { contains: "" }, { toString: () => "Kauri" }, Object("Kauri")])
      expect(accepts(value)).toBe(false);
  });
});

test("ids and versions are exactly that", () => {
  for (const value of ["", "1", "0190a0c0-0000-7000-8000-00000000000a ", "0190a0c000007000800000000000000a", { equals: "" }])
    expect(id.safeParse(value).success).toBe(false);
  for (const value of [-1, 1.5, 1e9, Number.NaN, Number.POSITIVE_INFINITY, "1", "", true, null, undefined, [1], 1n])
    for (const schema of [version, versionOrNone]) expect(schema.safeParse(value).error?.issues[0]?.message).toBe("This form is not complete; open it again.");
  expect(version.safeParse(0).success).toBe(false);
  expect(versionOrNone.parse(0)).toBe(0);
  expect([1, 999_999_999].map((value) => version.parse(value))).toEqual([1, 999_999_999]);
});

describe("fieldsOf", () => {
  const form = (...fields: readonly (readonly [string, string | Blob])[]) => {
    const data = new FormData();
    for (const [field, value] of fields) data.append(field, value);
    return data;
  };

  test("fieldsOf returns each field as one string", () => {
    expect(fieldsOf(form(["code", "KAURI"], ["legalName", ""]))).toEqual({ code: "KAURI", legalName: "" });
    expect(fieldsOf(form())).toEqual({});
  });

  test("fieldsOf omits the framework's own fields", () => {
    expect(fieldsOf(form(["$ACTION_ID_7f", ""], ["$ACTION_REF_1", ""], ["$ACTION_1:0", "{}"], ["code", "K"]))).toEqual({ code: "K" });
  });

  test.each([
    ["null", null],
    ["nothing", undefined],
    ["text", "code=KAURI"],
    ["an object", { code: "KAURI" }],
    [
      "an object that acts like a form",
      {
        *[Symbol.iterator]() {
          yield ["code", "KAURI"];
        },
        get: () => "KAURI",
      },
    ],
    ["a list of fields", [["code", "KAURI"]]],
    ["a map", new Map([["code", "KAURI"]])],
    ["a query", new URLSearchParams({ code: "KAURI" })],
    ["a form by prototype only", Object.create(null)],
    ["a function", () => new FormData()],
  ])("fieldsOf refuses %s in place of a form", (_name, value) => {
    expect(fieldsOf(value)).toBeNull();
  });

  test("fieldsOf refuses a file, even an empty one or one beside text", () => {
    expect(fieldsOf(form(["code", new File([], "")]))).toBeNull();
    expect(fieldsOf(form(["legalName", "Kauri"], ["code", new Blob(["KAURI"])]))).toBeNull();
  });

  test("fieldsOf refuses a repeated field, even with the same value", () => {
    expect(fieldsOf(form(["code", "KAURI"], ["code", "RATA"]))).toBeNull();
    expect(fieldsOf(form(["code", "KAURI"], ["code", "KAURI"]))).toBeNull();
  });

  test.each(["__proto__", "constructor", "toString", "hasOwnProperty", "prototype"])(
    "fieldsOf returns a field named %s like any other, for the schema to reject",
    (field) => {
      const fields = fieldsOf(form([field, "x"], ["code", "KAURI"]));
      if (!fields) throw new Error("The form was refused.");
      expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
      expect(Object.getOwnPropertyDescriptor(fields, field)).toMatchObject({ value: "x", writable: false });
      expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain("x");
      expect(z.strictObject({ code: z.string() }).safeParse(fields).success).toBe(false);
      expect(fieldsOf(form([field, "x"], [field, "y"]))).toBeNull();
    },
  );
});

describe("withFilesAsText", () => {
  const read = async (bytes: Uint8Array<ArrayBuffer>) => {
    const form = new FormData();
    form.append("file", new File([bytes], "people.csv"));
    return fieldsOf(await withFilesAsText(form, ["file"]))?.file;
  };
  const utf16 = (words: string) => new Uint8Array(Buffer.from(`\uFEFF${words}`, "utf16le"));

  test.each([
    ["UTF-8", new Uint8Array(Buffer.from("Tāne"))],
    ["UTF-8 with a byte order mark", new Uint8Array(Buffer.from("\uFEFFTāne"))],
    ["UTF-16 as spreadsheets write it", utf16("Tāne")],
    ["UTF-16 the other way round", new Uint8Array(Buffer.from(utf16("Tāne")).swap16())],
  ])("withFilesAsText decodes a file in %s", async (_name, bytes) => {
    expect(await read(bytes)).toBe("Tāne");
  });

  test("withFilesAsText leaves bytes of another encoding recognisable", async () => {
    expect(await read(Uint8Array.of(0x54, 0xe4, 0x6e))).toBe("T\uFFFDn");
  });
});

describe("slow input", () => {
  const SIZE = 100_000;
  const worst = [
    "a",
    " ",
    "\t",
    "\n",
    "A1",
    "-",
    "0",
    "/",
    "\\",
    "%",
    "_",
    "[",
    '{"a":',
    "=",
    ",",
    "\u0000",
    "\u0301",
    "é",
    "😀",
    "\ud800",
    "ﷺ",
    "0190a0c0-",
  ].map((piece) => piece.repeat(SIZE / piece.length));
  const pumped = worst.flatMap((value) => [value, `${value}!`, `!${value}`]);

  const parsers: readonly (readonly [string, (value: string) => unknown])[] = [
    ["text", (value) => name.safeParse(value)],
    ["a long text", (value) => text({ max: SIZE * 2, label: "It" }).safeParse(value)],
    ["an id", (value) => id.safeParse(value)],
    ["a version", (value) => version.safeParse(value)],
    ["creating an entity", (value) => createEntityInput.safeParse({ code: value, legalName: value, shortName: value })],
    ["editing an entity", (value) => editEntityInput.safeParse({ id: value, version: value, legalName: value, shortName: value })],
    ["suspending an entity", (value) => entityStatusInput.safeParse({ id: value, version: value, reason: value })],
    ["a list's address", (value) => entityListParams.safeParse({ q: value, status: value, sort: value, direction: value, cursor: value })],
    ["a search", (value) => searchText.safeParse(value)],
    ["a cursor", (value) => [readCursor(value, "text"), readCursor(Buffer.from(value).toString("base64url"), "date")]],
    ["claims", (value) => readIdentity({ iss: value, aud: value, tid: value, oid: value, groups: [value] }, { tenantId: "", issuer: "", clientId: "" })],
  ];

  test.each(parsers)("parsing %s stays far within the time limit for a hundred kilobytes of any shape", (_name, parse) => {
    const start = performance.now();
    for (const value of pumped) parse(value);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
