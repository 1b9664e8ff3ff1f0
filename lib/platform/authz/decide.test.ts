import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { type Access, type Decision, decide, EVERY_ENTITY, NOT_VISIBLE, type Target } from "./decide";
import { type Permission, permissionNames } from "./permissions";
import type { EntityStatus, UserPrincipal, UserStatus } from "./principal";

const everyone: readonly UserStatus[] = ["active", "halted", "frozen", "deactivated", "terminated"];
const entityStatuses: readonly EntityStatus[] = ["active", "suspended"];
const accesses: readonly Access[] = [...permissionNames, "panel", "signed-in"];
const own: Target = { entityId: OWN_ENTITY };
const targets: readonly Target[] = [own, { entityId: OTHER_ENTITY }, EVERY_ENTITY];
const owners = [person("viewer").userId, "0190a0c0-0000-7000-8000-0000000000f2"];
const things: readonly Target[] = targets.flatMap((target) => [
  target,
  ...owners.map((ownerId) => ({ ...target, ownerId })),
  ...[OWN_ENTITY, OTHER_ENTITY].map((counterpartyId) => ({ ...target, counterpartyId })),
]);

const VIEWS: readonly Permission[] = ["Market.View", "Market.Config.View", "Credit.View", "Docs.View", "Users.View", "Invitations.View", "Entity.View"];

/** What an operator with Global, who holds all 19 permissions, keeps under each status, and the reason for denying the rest. */
const mask: Record<UserStatus, { keeps: readonly Permission[]; reason: string }> = {
  active: { keeps: permissionNames, reason: "" },
  halted: { keeps: permissionNames.filter((permission) => permission !== "Market.Trade" && permission !== "Credit.Override"), reason: "USER_HALTED" },
  frozen: { keeps: VIEWS, reason: "USER_FROZEN" },
  deactivated: { keeps: [], reason: "USER_DEACTIVATED" },
  terminated: { keeps: [], reason: "USER_TERMINATED" },
};

describe.each(everyone)("a person who is %s", (status) => {
  const principal = person("operator", { globalAppRole: true, status });

  test.each(permissionNames)("%s is kept or withheld by the status, with its reason", (permission) => {
    const { keeps, reason } = mask[status];
    for (const target of targets) expect(verdict(decide(principal, permission, target))).toBe(keeps.includes(permission) ? "grant" : reason);
  });

  test(`${mask[status].keeps.length === 0 ? "the person cannot open the panel or any page" : "the person can open the panel and the pages for everyone"}`, () => {
    const expected = mask[status].keeps.length === 0 ? mask[status].reason : "grant";
    expect([verdict(decide(principal, "panel", own)), verdict(decide(principal, "signed-in", own))]).toEqual([expected, expected]);
  });

  test("a suspended entity shuts the person out of everything", () => {
    const shutOut = person("operator", { globalAppRole: true, status, entityStatus: "suspended" });
    const closed = status === "deactivated" || status === "terminated";
    for (const access of accesses) expect(verdict(decide(shutOut, access, own))).toBe(closed ? mask[status].reason : "ENTITY_SUSPENDED");
  });
});

describe("the target entity", () => {
  test("the reason distinguishes another entity from a reach that takes Global", () => {
    const operator = person("operator");
    expect(verdict(decide(operator, "Users.Manage", { entityId: OTHER_ENTITY }))).toBe("OTHER_ENTITY");
    expect(verdict(decide(operator, "Users.Manage", EVERY_ENTITY))).toBe("GLOBAL_REQUIRED");
    for (const target of targets) expect(verdict(decide(operator, "Entity.Manage", target))).toBe("GLOBAL_REQUIRED");
  });

  test("a missing permission is the reason even when the entity would be refused too", () => {
    expect(verdict(decide(person("viewer"), "Users.Manage", { entityId: OTHER_ENTITY }))).toBe("PERMISSION_MISSING");
  });

  test("an invisible row is refused like a row of another entity, so that its existence stays unknown", () => {
    for (const role of ["viewer", "trader", "credit-manager", "entity-admin", "operator"]) {
      for (const permission of permissionNames) {
        const refused = decide(person(role), permission, NOT_VISIBLE);
        expect(verdict(refused)).toBe(verdict(decide(person(role), permission, { entityId: OTHER_ENTITY })));
        expect(refused.outcome).toBe("deny");
      }
    }
  });

  test("a grant says whether it used Global", () => {
    const principal = person("operator", { globalAppRole: true });
    const used = targets.map((target) => decide(principal, "Users.View", target)).map((decision) => decision.outcome === "grant" && decision.globalUsed);
    expect(used).toEqual([false, true, true]);
    expect(decide(principal, "Entity.Manage", own)).toMatchObject({ outcome: "grant", globalUsed: true });
  });
});

describe("the Admin panel", () => {
  const holding = (permission: Permission, global: boolean): UserPrincipal => ({ ...person("custom"), permissions: new Set([permission]), global });
  const opensPanel = (global: boolean) => permissionNames.filter((permission) => decide(holding(permission, global), "panel", own).outcome === "grant");

  test("the panel opens with any one of four permissions, or with Market.Operate and Global together", () => {
    const doors = ["Market.Config.Manage", "Users.View", "Invitations.View", "Entity.View"];
    expect(opensPanel(false)).toEqual(doors);
    expect(opensPanel(true)).toEqual(["Market.Operate", ...doors]);
  });
});

describe("every combination of permissions held, Global, status, entity and target", () => {
  const principals: fc.Arbitrary<UserPrincipal> = fc
    .record({
      held: fc.subarray([...permissionNames]),
      global: fc.boolean(),
      status: fc.constantFrom(...everyone),
      entityStatus: fc.constantFrom(...entityStatuses),
    })
    .map(({ held, global, status, entityStatus }) => ({ ...person("custom", { status, entityStatus }), permissions: new Set(held), global }));
  const question = [principals, fc.constantFrom(...accesses), fc.constantFrom(...things)] as const;

  test("decide grants exactly what the product document grants, and gives a true reason", () => {
    fc.assert(
      fc.property(...question, (principal, access, target) => {
        const decision = decide(principal, access, target);
        expect(decision.outcome).toBe(allowed(principal, access, target) ? "grant" : "deny");
        if (decision.outcome === "deny") expect(isSo[decision.reason](principal, access, target)).toBe(true);
        else if (access !== "panel") expect(decision.globalUsed).toBe(!allowed({ ...principal, global: false }, access, target));
      }),
      { numRuns: 5_000 },
    );
  });

  test("decide is pure: it changes none of its arguments and repeats its answer", () => {
    fc.assert(
      fc.property(...question, (principal, access, target) => {
        const before = [...principal.permissions];
        const decision = decide(Object.freeze({ ...principal, entity: Object.freeze(principal.entity) }), access, Object.freeze(target));
        expect(decide(principal, access, target)).toEqual(decision);
        expect(decision).toMatchObject({ access, target });
        expect([...principal.permissions]).toEqual(before);
      }),
    );
  });

  test("a status only withholds: nobody may do more than when active", () => {
    fc.assert(
      fc.property(...question, (principal, access, target) => {
        const active: UserPrincipal = { ...principal, status: "active", entity: { ...principal.entity, status: "active" } };
        return decide(principal, access, target).outcome === "deny" || decide(active, access, target).outcome === "grant";
      }),
    );
  });
});

const verdict = (decision: Decision): string => (decision.outcome === "grant" ? "grant" : decision.reason);

/* The reference model: the product document again, in other words, sharing nothing with decide.ts. */

const alive = ({ status, entity }: UserPrincipal) => ["active", "halted", "frozen"].includes(status) && entity.status === "active";
const withheld = ({ status }: UserPrincipal, name: string) =>
  (status === "halted" && (name === "Market.Trade" || name === "Credit.Override")) || (status === "frozen" && !name.endsWith(".View"));
const holds = (principal: UserPrincipal, name: Permission) => principal.permissions.has(name) && !withheld(principal, name);
const isOwn = ({ entity }: UserPrincipal, target: Target) => "entityId" in target && target.entityId === entity.id;
const staysInside = (principal: UserPrincipal, access: Access, target: Target) => isOwn(principal, target) && access !== "Entity.Manage";
const atTheDoor = (principal: UserPrincipal) =>
  (["Entity.View", "Users.View", "Invitations.View", "Market.Config.Manage"] as const).some((name) => holds(principal, name)) ||
  (holds(principal, "Market.Operate") && principal.global);

function allowed(principal: UserPrincipal, access: Access, target: Target): boolean {
  if (!alive(principal)) return false;
  if (access === "panel") return atTheDoor(principal) && isTheirs(principal, target);
  if (access === "signed-in") return isTheirs(principal, target);
  if (!holds(principal, access)) return false;
  if (access === "Credit.Approve" && target.counterpartyId) return isAskedOf(principal, target);
  return isTheirs(principal, target) && (principal.global || staysInside(principal, access, target));
}

const isTheirs = ({ userId }: UserPrincipal, { ownerId = userId }: Target) => ownerId === userId;
/** Something of another entity that the own entity decides. */
const isAskedOf = (principal: UserPrincipal, target: Target) => target.counterpartyId === principal.entity.id && !isOwn(principal, target);

const isSo: Record<Extract<Decision, { outcome: "deny" }>["reason"], (principal: UserPrincipal, access: Access, target: Target) => boolean> = {
  USER_DEACTIVATED: ({ status }) => status === "deactivated",
  USER_TERMINATED: ({ status }) => status === "terminated",
  ENTITY_SUSPENDED: ({ entity }) => entity.status === "suspended",
  PERMISSION_MISSING: (principal, access) => (access === "panel" ? !atTheDoor(principal) : access !== "signed-in" && !principal.permissions.has(access)),
  USER_HALTED: ({ status }, access) => status === "halted" && (access === "Market.Trade" || access === "Credit.Override"),
  USER_FROZEN: ({ status }, access) => status === "frozen" && !access.endsWith(".View"),
  GLOBAL_REQUIRED: (principal, access, target) => !principal.global && ("everyEntity" in target || access === "Entity.Manage"),
  OTHER_ENTITY: (principal, _access, target) => !principal.global && "entityId" in target && target.entityId === OTHER_ENTITY,
  OTHER_PERSON: (principal, _access, { ownerId }) => ownerId !== undefined && ownerId !== principal.userId,
  PERSON_REQUIRED: () => false,
  NOT_COUNTERPARTY: (principal, access, target) => access === "Credit.Approve" && "counterpartyId" in target && !isAskedOf(principal, target),
};
