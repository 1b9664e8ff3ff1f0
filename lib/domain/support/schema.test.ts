import { describe, expect, test } from "vitest";
import type { Wish } from "@/lib/platform/authz/explain";
import { searchOf } from "@/lib/platform/operations/decode";
import { explainFor } from "@/lib/testing/explained";
import { person } from "@/lib/testing/principals";
import { askHref } from "./ask-href";
import { askForAccessInput, askParams, openRequestInput, problemParams, replyInput } from "./schema";

const query = (href: string) => Object.fromEntries(new URL(href, "http://portal").searchParams);

describe("asking for access", () => {
  test.each<Wish>([
    { access: "Users.Promote", everyEntity: false },
    { access: "Market.Operate", everyEntity: true },
    { access: "panel", everyEntity: false },
  ])("the form is filled in with exactly what was refused: %j", (wish) => {
    const { for: wanted, across, from } = searchOf(askParams, query(askHref(wish, "/admin/users?role=x")));
    expect({ access: wanted, everyEntity: across === "all", from }).toEqual({ ...wish, from: "/admin/users?role=x" });
  });

  test("every refusal of a permission names what to request, and a grant names nothing", () => {
    const own = { entityId: person("viewer").entity.id };
    expect(explainFor(person("viewer"), "Users.View", own).ask).toEqual({ access: "Users.View", everyEntity: false });
    expect(explainFor(person("entity-admin"), "Users.View", { everyEntity: true }).ask).toEqual({ access: "Users.View", everyEntity: true });
    expect(explainFor(person("viewer"), "Entity.Manage", own).ask).toEqual({ access: "Entity.Manage", everyEntity: true });
    expect(explainFor(person("viewer"), "panel", own).ask).toEqual({ access: "panel", everyEntity: false });
    expect(explainFor(person("viewer"), "Market.View", own).ask).toBeUndefined();
    expect(explainFor(person("viewer", { status: "deactivated" }), "Market.View", own).ask).toBeUndefined();
  });

  test("what people write may have several lines, in a new request and in an answer", () => {
    const body = "It stays empty.\nAnd then it says 404.";
    expect(openRequestInput.safeParse({ kind: "problem", subject: "A page stays empty", body }).success).toBe(true);
    expect(replyInput.safeParse({ id: "0190a0c0-0000-7000-8000-0000000000f2", body }).success).toBe(true);
    expect(askForAccessInput.safeParse({ access: "panel", everyEntity: false, reason: body }).success).toBe(true);
  });

  test("an unusable parameter is not filled in, and an unknown permission is not requested", () => {
    expect(searchOf(askParams, { for: "Users.Everything", across: "galaxy", from: "//evil.example" })).toEqual({});
    expect(searchOf(askParams, { for: ["Users.View"], from: "https://evil.example" })).toEqual({});
    const asked = { access: "Market.Operate", everyEntity: true, reason: "I would like to have it." };
    expect(askForAccessInput.safeParse(asked).success).toBe(true);
    for (const wrong of [{ access: "constructor" }, { everyEntity: "true" }, { everyEntity: undefined }])
      expect(askForAccessInput.safeParse({ ...asked, ...wrong }).success, JSON.stringify(wrong)).toBe(false);
  });
});

describe("the attached context", () => {
  const form = { kind: "problem", subject: "It does not open", body: "The page stays empty." };

  test("the context has a page without anything that could hold a secret, and a reference that is an id", () => {
    const reference = "0190a0c0-0000-7000-8000-0000000000ff";
    expect(openRequestInput.parse({ ...form, page: "/admin/users?q=a", reference })).toMatchObject({ page: "/admin/users?q=a", reference });
    expect(openRequestInput.parse({ ...form, page: "/accept-invitation#secret", reference: "x" })).toEqual({ ...form, page: undefined, reference: undefined });
    expect(searchOf(problemParams, { from: "javascript:alert(1)", reference: "1" })).toEqual({});
  });

  test("unknown fields are rejected", () => {
    expect(openRequestInput.safeParse({ ...form, permissions: "all" }).success).toBe(false);
    expect(openRequestInput.safeParse(form).success).toBe(true);
  });
});
