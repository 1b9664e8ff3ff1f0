import { describe, expect, test } from "vitest";
import { z } from "zod";
import { decodeFields } from "./decode";
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
