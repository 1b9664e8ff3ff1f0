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

/**
 * Decodes an address's query to the types of a schema. Addresses may be old, truncated or typed by hand, so
 * unknown and unreadable parameters are dropped.
 */
export function searchOf<I extends z.ZodType>(schema: I, sent: Readonly<Record<string, string | readonly string[] | undefined>>): z.output<I> {
  const { properties = {} } = shapeOf(schema);
  const fields = Object.entries(sent).flatMap(([name, value]) =>
    typeof value === "string" && Object.hasOwn(properties, name) ? [[name, value] as const] : [],
  );
  const decoded = decodeFields(schema, Object.fromEntries(fields));
  const parsed = schema.safeParse(decoded);
  if (parsed.success) return parsed.data;
  const wrong = new Set(parsed.error.issues.map(({ path: [name] }) => name));
  return schema.parse(Object.fromEntries(Object.entries(decoded).filter(([name]) => !wrong.has(name))));
}

const shapes = new WeakMap<z.ZodType, Shape>();

function shapeOf(schema: z.ZodType): Shape {
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
