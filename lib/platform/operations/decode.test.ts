import { describe, expect, test } from "vitest";
import { z } from "zod";
import { decodeFields, decodeSearch, searchOf, wholeNumberIn } from "./decode";
import { version } from "./input";

const schema = z.strictObject({
  version,
  ticked: z.boolean().default(false),
  sure: z.boolean(),
  until: z.iso.date().nullable(),
  entity: z.uuid().optional(),
  name: z.string(),
  low: z.strictObject({ count: z.int(), size: z.string() }),
});
const form = { version: "3", sure: "no", until: "", entity: "", name: "", "low.count": "-2", "low.size": "0.05" };
const decoded = { version: 3, sure: false, until: null, name: "", low: { count: -2, size: "0.05" } };

describe("form fields", () => {
  test("form fields become integers, booleans, null, absent values and nested objects, as the schema asks", () => {
    expect(decodeFields(schema, form)).toEqual(decoded);
    expect(schema.parse(decodeFields(schema, form))).toEqual({ ...decoded, ticked: false });
  });

  test.each(["0", "7", "-7", "123456789012345"])("%s is decoded as an integer", (value) => {
    expect(decodeFields(schema, { version: value })).toMatchObject({ version: Number(value) });
  });

  test.each(["", " 1", "1 ", "+1", "-0", "01", "1.0", "1e3", "0x1", "NaN", "Infinity", "１", "١", "1234567890123456"])(
    "%j is not an integer and stays for the schema to reject",
    (value) => {
      expect(decodeFields(schema, { ...form, version: value })).toMatchObject({ version: value });
      expect(schema.safeParse(decodeFields(schema, { ...form, version: value })).success).toBe(false);
    },
  );

  test.each([
    ["on", true],
    ["yes", true],
    ["true", true],
    ["no", false],
    ["false", false],
  ])("%j is decoded as a boolean", (value, meant) => {
    expect(decodeFields(schema, { sure: value, ticked: value })).toMatchObject({ sure: meant, ticked: meant });
  });

  test.each(["", "YES", "1", "0", "off", "constructor", "__proto__", "toString"])("%j is not a boolean and stays for the schema to reject", (sure) => {
    expect(schema.safeParse(decodeFields(schema, { ...form, sure })).error?.issues).toMatchObject([{ path: ["sure"] }]);
  });

  test("an unticked box is false only where the schema says so; otherwise its field is missing", () => {
    const { sure: _, ...without } = form;
    expect(schema.safeParse(decodeFields(schema, without)).error?.issues).toMatchObject([{ path: ["sure"] }]);
  });

  test("an error in a nested field uses the field's name in the form", () => {
    const issues = schema.safeParse(decodeFields(schema, { ...form, "low.count": "many" })).error?.issues;
    expect(issues?.map(({ path }) => path.join("."))).toEqual(["low.count"]);
  });

  test.each(["__proto__", "constructor", "toString", "low", "low.__proto__", "low.constructor", "low.", ".low", "version.more", "ticked "])(
    "the unknown field %j stays, does no harm and is rejected",
    (name) => {
      const fields: Record<string, string> = { ...form };
      Object.defineProperty(fields, name, { value: "x", enumerable: true });
      const read = decodeFields(schema, fields);
      expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
      expect(Object.getPrototypeOf(read.low ?? {})).toBe(typeof read.low === "string" ? String.prototype : Object.prototype);
      expect(schema.safeParse(read).success).toBe(false);
    },
  );
});

describe("an address's parameters", () => {
  const list = z.strictObject({
    q: z.string().max(5).optional(),
    page: z.int().min(1).optional(),
    columns: z.array(z.enum(["email", "role"])).optional(),
    show: z.enum(["all", "held"]).default("all"),
  });

  test("parameters are decoded to the types of the schema, lists from commas and from repetition alike", () => {
    expect(searchOf(list, { q: "abc", page: "3", columns: "role,email" })).toEqual({ q: "abc", page: 3, columns: ["role", "email"], show: "all" });
    expect(searchOf(list, { columns: ["role", "email"], show: "held" })).toEqual({ columns: ["role", "email"], show: "held" });
  });

  test.each<Readonly<Record<string, string | readonly string[] | undefined>>>([
    { q: "too long", page: "0", columns: "oid", show: "some" },
    { q: ["a", "b"], page: ["1", "2"], show: ["held"] },
    { page: "1e3", unknown: "x", constructor: "x" },
    { q: undefined, page: "" },
  ])("what cannot be read is dropped, and the rest stays: %j", (sent) => {
    expect(searchOf(list, sent)).toEqual({ show: "all" });
    expect(searchOf(list, { ...sent, q: "abc" })).toEqual({ q: "abc", show: "all" });
  });

  test("a required parameter that is missing or wrong stays missing, for the schema to reject", () => {
    const file = z.strictObject({ format: z.enum(["csv", "jsonl"]), q: z.string().optional() });
    for (const sent of [{ q: "a" }, { q: "a", format: "exe" }]) expect(decodeSearch(file, sent)).toEqual({ q: "a" });
    expect(decodeSearch(file, { format: "csv", oid: "x" })).toEqual({ format: "csv" });
  });

  test.each(["0", "7", "999999999"])("the path segment %s is a whole number", (segment) => {
    expect(wholeNumberIn(segment)).toBe(Number(segment));
  });

  test.each(["", "01", "1.5", "1e3", " 1", "x", "1234567890123456"])("the path segment %j is no number, which every schema rejects", (segment) => {
    expect(z.int().safeParse(wholeNumberIn(segment)).success).toBe(false);
  });
});
