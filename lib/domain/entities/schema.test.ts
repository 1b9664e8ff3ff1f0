import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/platform/errors";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { assertStatus, assertUnchanged, whyNotSuspended } from "./rules";
import { createEntityInput, editEntityInput, entityStatusInput } from "./schema";

const created = { code: "KAURI", legalName: "Kauri Energy Limited", shortName: "Kauri Energy" };
const edited = { id: OWN_ENTITY, version: 1, legalName: "Kauri Energy Limited", shortName: "Kauri Energy" };
const changed = { id: OWN_ENTITY, version: 1, reason: "Because the test says so." };

describe("the inputs of the entity actions", () => {
  test("inputs are trimmed and normalised, with the code in capitals", () => {
    expect(createEntityInput.parse({ code: " kauri1 ", legalName: "  To\u0304tara Limited ", shortName: " Tōtara " })).toEqual({
      code: "KAURI1",
      legalName: "Tōtara Limited",
      shortName: "Tōtara",
    });
    expect(editEntityInput.parse(edited)).toEqual(edited);
    expect(entityStatusInput.parse(changed)).toEqual(changed);
  });

  const schemas = [
    ["create", createEntityInput, created],
    ["edit", editEntityInput, edited],
    ["suspend and reinstate", entityStatusInput, changed],
  ] as const;

  test.each(schemas)("%s rejects every unknown field", (_name, schema, input) => {
    for (const field of ["status", "entityId", "updatedAt", "$ne", "constructor", "toString"]) {
      expect(schema.safeParse({ ...input, [field]: "x" }).success, field).toBe(false);
    }
    expect(schema.safeParse(JSON.parse(`{"__proto__":"x",${JSON.stringify(input).slice(1)}`)).success).toBe(false);
  });

  test.each(schemas)("%s rejects a missing field and values of another type", (_name, schema, input) => {
    for (const field of Object.keys(input)) {
      expect(schema.safeParse({ ...input, [field]: undefined }).success, field).toBe(false);
      for (const value of [null, field === "version" ? "1" : 1, true, ["x"], { contains: "" }, { not: "x" }, new Date()])
        expect(schema.safeParse({ ...input, [field]: value }).success, field).toBe(false);
    }
    for (const value of [null, undefined, "x", 1, [], [input]]) expect(schema.safeParse(value).success).toBe(false);
  });

  test.each(["", "K", "KAURI-1", "KAURI ENERGY", "K".repeat(13), "KÄURI", "ＫＡＵＲＩ", "KAU\u0000RI", "KAURI!", "КAURI"])(
    "the code %j is rejected",
    (code) => {
      expect(createEntityInput.safeParse({ ...created, code }).success).toBe(false);
    },
  );

  test.each([0, -1, 1.5, 1e9, Number.NaN, "1", ""])("the version %j is rejected", (version) => {
    expect(editEntityInput.safeParse({ ...edited, version }).success).toBe(false);
  });

  test.each(["", "1", "0190a0c0-0000-7000-8000-00000000000", `${OWN_ENTITY}' OR '1'='1`, `{${OWN_ENTITY}}`, "nil"])("the id %j is rejected", (id) => {
    expect(editEntityInput.safeParse({ ...edited, id }).success).toBe(false);
  });

  test("a reason must say something", () => {
    for (const reason of ["", "Too short", " ".repeat(40), "x".repeat(501)]) expect(entityStatusInput.safeParse({ ...changed, reason }).success).toBe(false);
  });
});

describe("the rules", () => {
  const entity = { id: OTHER_ENTITY, version: 3, status: "active" as const, shortName: "Rata Power" };
  const codeOf = (rule: () => void) => {
    try {
      rule();
      return null;
    } catch (error) {
      return error instanceof AppError ? error.code : error;
    }
  };

  test("only the version shown can be overwritten", () => {
    expect([1, 2, 3, 4].map((seen) => codeOf(() => assertUnchanged(entity, seen)))).toEqual(["STALE_BASE", "STALE_BASE", null, "STALE_BASE"]);
  });

  test("a status can change only from the other status", () => {
    expect(codeOf(() => assertStatus(entity, "active"))).toBeNull();
    expect(codeOf(() => assertStatus(entity, "suspended"))).toBe("ILLEGAL_TRANSITION");
  });

  test("nobody suspends their own entity", () => {
    expect(whyNotSuspended(entity, person("operator"))).toBeNull();
    expect(whyNotSuspended({ ...entity, id: OWN_ENTITY }, person("operator", { globalAppRole: true }))?.code).toBe("LAST_OPERATOR");
  });
});
