import { describe, expect, test } from "vitest";
import { explainFor } from "@/lib/testing/explained";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { type Access, decide, EVERY_ENTITY, type Target } from "./decide";
import { explain, whoGrants } from "./explain";
import { rowsOf, WITH_GLOBAL } from "./matrix.table";
import { isPermission, permissionNames } from "./permissions";
import type { UserPrincipal } from "./principal";

const roles = ["viewer", "trader", "credit-manager", "entity-admin", "operator"];
const accesses: readonly Access[] = [...permissionNames, "panel", "signed-in"];
const targets: readonly Target[] = [{ entityId: OWN_ENTITY }, { entityId: OTHER_ENTITY }, EVERY_ENTITY];

const principals: readonly UserPrincipal[] = roles.flatMap((role) =>
  [true, false].flatMap((globalAppRole) =>
    (["active", "halted", "frozen", "deactivated", "terminated"] as const).flatMap((status) =>
      (["active", "suspended"] as const).map((entityStatus) => person(role, { globalAppRole, status, entityStatus })),
    ),
  ),
);
const explained = principals.flatMap((principal) =>
  accesses.flatMap((access) =>
    targets.map((target) => {
      const decision = decide(principal, access, target);
      return { principal, access, target, decision, explanation: explain(principal, decision) };
    }),
  ),
);
const denials = explained.filter(({ decision }) => decision.outcome === "deny");
const grants = explained.filter(({ decision }) => decision.outcome === "grant");

/** The panel's five requirements, as displayed. */
const DOORS = ["Entity.View", "Users.View", "Invitations.View", "Market.Config.Manage", "Market.Operate with Global"];

describe("every denial, for every role, status, entity, permission and target", () => {
  test("the explanation names the required permission, or its stand-in", () => {
    for (const { access, explanation } of denials) {
      if (access === "panel") for (const door of DOORS) expect(explanation.needs).toContain(door);
      else expect(explanation.needs).toBe(access === "signed-in" ? "a live account" : access);
    }
  });

  test("the explanation names the scope: the own entity, another, or all of them", () => {
    for (const { access, target, explanation } of denials) {
      const everywhere = "everyEntity" in target || access === "Entity.Manage";
      const inside = "entityId" in target && target.entityId === OWN_ENTITY ? "your own entity, Kauri Energy" : "another entity";
      expect(explanation.scope).toBe(everywhere ? "all entities" : inside);
    }
  });

  test("the explanation says why in one sentence or more, and what to do about it", () => {
    for (const { explanation } of denials) {
      expect(explanation.sentence).toMatch(/^[A-Z].+\.$/);
      expect(explanation.remedy).toMatch(/^[A-Z].+\.$/);
    }
  });
});

test("no explanation contains an id, a hyphenated role key, an e-mail address or a missing value", () => {
  for (const { principal, explanation } of explained) {
    const { ask: _, ...words } = explanation;
    const text = Object.values(words).join(" ");
    for (const secret of [principal.userId, principal.oid, OWN_ENTITY, OTHER_ENTITY, principal.email, "credit-manager", "entity-admin"])
      expect(text).not.toContain(secret);
    expect(text).not.toMatch(/undefined|null|NaN|\[object|[0-9a-f]{8}-/);
    // A held role appears by its label: `Trader`, never `trader`.
    expect(text).not.toMatch(/[Yy]our role, [a-z]/);
  }
});

test("a grant's explanation says what it unlocks and has no remedy", () => {
  expect(grants.length).toBeGreaterThan(0);
  for (const { explanation } of grants) {
    expect(explanation.sentence).toMatch(/^Your role, .+, lets you .+\.$/);
    expect(explanation).not.toHaveProperty("remedy");
  }
});

test.each(rowsOf(WITH_GLOBAL))("$permission is granted by exactly the roles of its row, by their labels", ({ permission, cells }) => {
  if (!isPermission(permission)) throw new Error(`${permission} is not in the catalogue.`);
  const labels = new Map([
    ["viewer", "Viewer"],
    ["trader", "Trader"],
    ["credit-manager", "Credit manager"],
    ["entity-admin", "Entity admin"],
    ["operator", "Operator"],
  ]);
  const [held = ""] = whoGrants(permission, person("viewer")).split(".");
  const holders = cells.filter(({ marks }) => /^[●○]/.test(marks)).map(({ role }) => labels.get(role));
  expect([...labels.values()].filter((label) => held.includes(label))).toEqual(holders);
});

test("an explanation never offers a role that cannot have Global for access beyond the own entity", () => {
  for (const { access, target, explanation, decision } of denials) {
    if (decision.outcome === "grant" || decision.reason !== "PERMISSION_MISSING" || !isPermission(access)) continue;
    if ("entityId" in target && target.entityId === OWN_ENTITY) continue;
    expect(explanation.remedy).toContain("only by Operator, together with Global");
    expect(explanation.remedy).not.toMatch(/Viewer|Trader|Credit manager|Entity admin/);
  }
});

test("an operator is referred to Global for access beyond the own entity, and everyone else to an operator", () => {
  expect(explainFor(person("operator"), "Users.View", EVERY_ENTITY).remedy).toContain("assign Global");
  expect(explainFor(person("entity-admin"), "Users.View", { entityId: OTHER_ENTITY }).remedy).toContain("Only operators of the exchange");
});
