import { z } from "zod";

/** A form's fields, as the browser sends them. */
export type Fields = Readonly<Record<string, string>>;

type Shape = z.core.JSONSchema.JSONSchema;

/**
 * Decodes form fields to the types of a schema: digits to integers, check boxes and yes/no to booleans, empty
 * fields to null or absent where allowed, `a.b` to a field of an object. Unknown or unreadable values stay as
 * sent, for the schema to reject. An unticked box sends no field; only a schema says what that means.
 */
export const decodeFields = (schema: z.ZodType, fields: Fields): Record<string, unknown> => decodeObject(shapeOf(schema), fields);

type Search = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Decodes an address's query to the types of a schema. Addresses may be old, truncated or typed by hand, so
 * unknown and unreadable parameters are dropped.
 */
export const searchOf = <I extends z.ZodType>(schema: I, sent: Search): z.output<I> => schema.parse(decodeSearch(schema, sent));

/** The same, not parsed yet: a parameter that the schema requires may be missing. */
export function decodeSearch(schema: z.ZodType, sent: Search): Record<string, unknown> {
  const { properties = {} } = shapeOf(schema);
  const decoded = new Map<string, unknown>();
  for (const [name, value] of Object.entries(sent)) {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (value === undefined || typeof property !== "object") continue;
    if (property.type === "array")
      decoded.set(
        name,
        [value].flat().flatMap((part) => part.split(",")),
      );
    else if (typeof value === "string") decoded.set(name, decodeValue(property, value, false));
  }
  const wrong = new Set(schema.safeParse(Object.fromEntries(decoded)).error?.issues.map(({ path: [name] }) => name));
  return Object.fromEntries([...decoded].filter(([name, value]) => value !== undefined && !wrong.has(name)));
}

const shapes = new WeakMap<z.ZodType, Shape>();

/** A schema as JSON describes its input, worked out once. */
export function shapeOf(schema: z.ZodType): Shape {
  const known = shapes.get(schema);
  if (known) return known;
  const shape = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  shapes.set(schema, shape);
  return shape;
}

function decodeObject({ properties = {}, required = [] }: Shape, fields: Fields): Record<string, unknown> {
  const decoded = new Map<string, unknown>();
  const read = new Set<string>();
  for (const [name, property] of Object.entries(properties)) {
    if (typeof property === "boolean") continue;
    if (property.type === "object") {
      const nested = Object.entries(fields).filter(([field]) => field.startsWith(`${name}.`));
      for (const [field] of nested) read.add(field);
      decoded.set(name, decodeObject(property, Object.fromEntries(nested.map(([field, value]) => [field.slice(name.length + 1), value]))));
    } else if (Object.hasOwn(fields, name)) {
      read.add(name);
      const value = decodeValue(property, fields[name] ?? "", required.includes(name));
      if (value !== undefined) decoded.set(name, value);
    }
  }
  const unknown = Object.entries(fields).filter(([field]) => !read.has(field));
  return Object.fromEntries([...decoded, ...unknown]);
}

/** Canonical digits only: no leading zeros, no plus, no minus zero. */
const WHOLE_NUMBER = /^(0|-?[1-9]\d{0,14})$/;
export const decodeWholeNumber = (value: string): number | string => (WHOLE_NUMBER.test(value) ? Number(value) : value);
/** A whole number in a path; NaN, which every schema rejects, for anything else. */
export const wholeNumberIn = (segment: string): number => (WHOLE_NUMBER.test(segment) ? Number(segment) : Number.NaN);

const YES_OR_NO: Readonly<Record<string, boolean>> = { on: true, yes: true, true: true, no: false, false: false };

function decodeValue(shape: Shape, value: string, isRequired: boolean): unknown {
  const options = shape.anyOf ?? [shape];
  if (value === "") {
    if (options.some(({ type }) => type === "null")) return null;
    if (!isRequired) return undefined;
  }
  if (options.some(({ type }) => type === "boolean")) return Object.hasOwn(YES_OR_NO, value) ? YES_OR_NO[value] : value;
  if (options.some(({ type }) => type === "integer")) return decodeWholeNumber(value);
  return value;
}
