import { describe, expect, test } from "vitest";
import { z } from "zod";
import { AppError } from "@/lib/platform/errors";
import { execute } from "@/lib/platform/operations/execute";
import { registeredActions } from "@/lib/platform/operations/registry";
import { type AnyOperation, allOperations } from "./operations";
import { person } from "./principals";

/** Every field of every operation with every wrong type, generated from the schemas and executed for a bare caller. */

type Shape = z.core.JSONSchema.JSONSchema;
type Path = readonly (string | number)[];
/** A value of a field that its type does not allow, and the input that has it there and nothing else. */
type Wrong = { readonly operation: AnyOperation; readonly path: Path; readonly kind: string; readonly input: unknown };

const VALUES: Readonly<Record<string, unknown>> = {
  number: 1,
  fraction: 1.5,
  string: "words",
  digits: "1",
  yes: "yes",
  true: true,
  false: false,
  null: null,
  list: [],
  object: {},
  "JSON in a string": '{"ids":[]}',
};
const TYPE_OF: Readonly<Record<string, string>> = {
  number: "integer",
  fraction: "number",
  true: "boolean",
  false: "boolean",
  null: "null",
  list: "array",
  object: "object",
};

/** Where somebody was when they asked is a courtesy: what is wrong with it is dropped, and never keeps them from asking. */
const DROPPED = ["support.open page", "support.open reference", "support.askForAccess page"];

const operations = [...(await allOperations()).values()];
const isShape = (shape: unknown): shape is Shape => typeof shape === "object";
const optionsOf = (shape: Shape): readonly Shape[] => [...(shape.anyOf ?? []), ...(shape.oneOf ?? [])].filter(isShape);
const shapeOf = ({ input }: AnyOperation): Shape => z.toJSONSchema(input, { io: "input", unrepresentable: "any" });

/** The JSON types that a shape lets in; text alone where it lists its values or says nothing else. */
function typesOf(shape: Shape): readonly string[] {
  const options = optionsOf(shape);
  if (options.length > 0) return options.flatMap(typesOf);
  return shape.type === undefined ? [] : [shape.type].flat();
}

const isAllowed = (types: readonly string[], kind: string): boolean => types.includes(TYPE_OF[kind] ?? "string");

/** `value` under its path, in the least of an input. */
const nest = (path: Path, value: unknown, frame: object): unknown =>
  path.reduceRight<unknown>((inner, key, index) => {
    if (typeof key === "number") return [inner];
    return { ...(index === 0 ? frame : {}), [key]: inner };
  }, value);

function wrongIn(operation: AnyOperation, shape: Shape, path: Path, frame: object): readonly Wrong[] {
  const kinds = Object.keys(VALUES).filter((kind) => !isAllowed(typesOf(shape), kind));
  const here = kinds.map((kind) => ({ operation, path, kind, input: nest(path, VALUES[kind], frame) }));
  return path.length === 0 ? wrongWithin(operation, shape, path, frame) : [...here, ...wrongWithin(operation, shape, path, frame)];
}

function wrongWithin(operation: AnyOperation, shape: Shape, path: Path, frame: object): readonly Wrong[] {
  if (shape.oneOf && path.length === 0) return optionsOf(shape).flatMap((option) => wrongIn(operation, option, path, frameOf(option)));
  const { properties = {}, required = [], items } = shape;
  const missing = required
    .filter((name) => !Object.hasOwn(frame, name))
    .map((name) => ({ operation, path: [...path, name], kind: "missing", input: nest(path, path.length === 0 ? frame : {}, frame) }));
  const fields = Object.entries(properties).flatMap(([name, field]) =>
    isShape(field) && field.const === undefined ? wrongIn(operation, field, [...path, name], frame) : [],
  );
  const entries = [items].flat().filter(isShape);
  return [...missing, ...fields, ...entries.flatMap((entry) => wrongIn(operation, entry, [...path, 0], frame))];
}

/** What says which of several inputs is meant. */
const frameOf = ({ properties = {} }: Shape): object =>
  Object.fromEntries(Object.entries(properties).flatMap(([name, field]) => (isShape(field) && field.const !== undefined ? [[name, field.const]] : [])));

/** What `execute` says, and whether anything was looked at. */
async function executed(operation: AnyOperation, input: unknown) {
  const looked: string[] = [];
  const noted = (what: string) => async () => {
    looked.push(what);
    return null;
  };
  const watched: AnyOperation = { ...operation, target: noted("target"), run: noted("run") };
  const caller = {
    principal: person("operator", { globalAppRole: true }),
    request: { requestId: "", sessionId: null, sourceAddress: null, userAgent: null },
    authzVersion: 1,
  };
  const error = await execute(watched, caller, input, { lookUp: noted("lookUp"), conclude: () => null }).catch((thrown: unknown) => thrown);
  if (!(error instanceof AppError)) throw error;
  return { code: error.code, fieldErrors: error.fieldErrors, looked };
}

const OF_THE_LIBRARY = /^Invalid|^Too (small|big)|expected|received|Unrecognized/;

test("every operation that is registered is declared in a domain, and the other way round", () => {
  expect(operations.map(({ name }) => name).sort()).toEqual(
    registeredActions()
      .filter(({ kind }) => kind === "operation")
      .map(({ name }) => name)
      .sort(),
  );
  expect(operations.length).toBeGreaterThan(40);
});

describe.each(operations.map((operation) => ({ name: operation.name, operation })))("$name", ({ name, operation }) => {
  const wrong = wrongIn(operation, shapeOf(operation), [], {}).filter(({ path }) => !DROPPED.includes(`${name} ${path.join(".")}`));

  test("refuses every field that is of another type or missing, in words, before anything is looked at", async () => {
    for (const { path, kind, input } of wrong) {
      const { code, fieldErrors, looked } = await executed(operation, input);
      const what = `${path.join(".")}: ${kind}`;
      expect(code, what).toBe("INVALID_INPUT");
      expect(looked, what).toEqual([]);
      // Of something that may be one of several shapes it is said at its own name that it is none of them.
      const said = path.map((_, index) => fieldErrors[path.slice(0, path.length - index).join(".")]).find((message) => message !== undefined);
      expect(said, what).toMatch(/\w{4}/);
      expect(said, what).not.toMatch(OF_THE_LIBRARY);
    }
  });

  test("says of every field which type it has", () => {
    const { properties = {}, oneOf = [] } = shapeOf(operation);
    const fields = [properties, ...oneOf.filter(isShape).map((option) => option.properties ?? {})].flatMap((one) => Object.entries(one));
    const untyped = fields.filter(([, field]) => !isShape(field) || (field.const === undefined && typesOf(field).length === 0)).map(([field]) => field);
    expect(untyped).toEqual([]);
  });

  test.each(["role", "entityId", "constructor", "toString", "__proto__"])("refuses a field named %s, which it does not ask for", async (field) => {
    const shape = shapeOf(operation);
    for (const option of shape.oneOf ? optionsOf(shape) : [shape]) {
      if (Object.hasOwn(option.properties ?? {}, field)) continue;
      const input: unknown = JSON.parse(`{"${field}":{"role":"operator"},${JSON.stringify(frameOf(option)).slice(1)}`.replace(",}", "}"));
      const { code, fieldErrors, looked } = await executed(operation, input);
      expect({ code, looked }).toEqual({ code: "INVALID_INPUT", looked: [] });
      expect(fieldErrors.form).toBe(`Leave this out, since it is not asked for: ${field}.`);
    }
  });

  test.each([null, undefined, 1, "words", true, [], [{}]])("refuses %j in place of an object with fields", async (input) => {
    const { code, looked } = await executed(operation, input);
    expect({ code, looked }).toEqual({ code: "INVALID_INPUT", looked: [] });
  });
});
