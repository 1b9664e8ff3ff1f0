import { describe, expect, test } from "vitest";
import { LOCAL_ROLE_GROUPS } from "@/lib/adapters/entra/local-tenant";
import { type Permission, permissionInfo } from "@/lib/platform/authz/permissions";
import { isRoleKey, roleInfo } from "@/lib/platform/authz/roles";
import { demoPeople, FEATURED, FIXED, idOfEntity, idOfPerson, idOfUser, personOf } from "./world";
import { DOCUMENTATION } from "./world-documentation";
import { ENTITIES, entityCodes, entityOf } from "./world-entities";
import { PEOPLE, STRANGERS } from "./world-people";
import { INVITATIONS } from "./world-requests";

const directory = demoPeople();
const inDirectory = (userName: string) => directory.find((person) => person.userName === userName);
const rolesIn = (groups: readonly string[]) => groups.flatMap((group) => LOCAL_ROLE_GROUPS.get(group) ?? []);
const isDistinct = (values: readonly string[]) => new Set(values).size === values.length;
const canTrade = (role: string) => isRoleKey(role) && roleInfo(role).permissions.some((name: Permission) => permissionInfo(name).trading);

describe("entities", () => {
  test("there is the exchange and there are eight participants, with codes, names and ids of their own", () => {
    expect(entityCodes).toHaveLength(9);
    expect(ENTITIES.AEX.legalName).toBe("Aotearoa Energy Exchange Limited");
    expect(isDistinct(entityCodes.map(idOfEntity))).toBe(true);
    expect(isDistinct(entityCodes.map((code) => entityOf(code).legalName.toLowerCase()))).toBe(true);
    for (const code of entityCodes) expect(code).toMatch(/^[A-Z0-9]{2,12}$/);
  });

  test("exactly one is suspended, and says why", () => {
    const suspended = entityCodes.map(entityOf).filter(({ status }) => status === "suspended");
    expect(suspended.map(({ statusReason }) => statusReason)).toEqual([expect.stringMatching(/\w/)]);
  });
});

describe("people", () => {
  test("everyone has a sign-in name, a name and ids of their own", () => {
    expect(directory.length).toBe(PEOPLE.length + STRANGERS.length);
    expect(directory.length).toBeGreaterThanOrEqual(40);
    for (const values of [
      directory.map(({ userName }) => userName),
      directory.map(({ displayName }) => displayName),
      directory.map(({ oid }) => oid),
      PEOPLE.map(({ userName }) => idOfUser(userName)),
    ]) {
      expect(isDistinct(values)).toBe(true);
    }
  });

  test("everyone with a portal user is in the directory, in exactly the group of the stored role unless a comparison found otherwise", () => {
    for (const person of PEOPLE) {
      const found = inDirectory(person.userName);
      expect(found).toMatchObject({ oid: idOfPerson(person.userName), displayName: person.name, group: entityOf(person.entity).shortName });
      expect(rolesIn(found?.groups ?? [])).toEqual(person.inDirectory ?? [person.role]);
      expect(found?.appRoles).toEqual(person.global ? ["Global"] : []);
    }
  });

  test("Global is held only with a role that may have it", () => {
    for (const { role, global } of PEOPLE) if (global) expect(roleInfo(role)).toHaveProperty("mayBeGlobal", true);
  });

  test("only those whose role can trade are halted or frozen, and every status but active has a reason", () => {
    const masked = PEOPLE.flatMap(({ role, status }) => (status ? [{ role, ...status }] : []));
    expect(new Set(masked.map(({ is }) => is))).toEqual(new Set(["halted", "frozen", "deactivated", "terminated"]));
    for (const { role, is, reason } of masked) {
      expect(reason).toMatch(/\w/);
      if (is === "halted" || is === "frozen") expect(canTrade(role)).toBe(true);
    }
  });

  test("the fixed people come first in the directory and stand as agreed", () => {
    expect(directory.slice(0, FEATURED.length + FIXED.length).map(({ userName }) => userName)).toEqual([...FEATURED, ...FIXED]);
    expect(directory.filter(({ featured }) => featured).map(({ userName }) => userName)).toEqual([...FEATURED]);
    const standing = [
      ["operator@aex.example", { role: "operator", global: true }],
      ["operator2@aex.example", { role: "operator", global: true }],
      ["operator-local@aex.example", { role: "operator" }],
      ["admin@kauri.example", { role: "entity-admin" }],
      ["credit@kauri.example", { role: "credit-manager" }],
      ["trader@kauri.example", { role: "trader" }],
      ["viewer@kauri.example", { role: "viewer" }],
      ["admin@rata.example", { role: "entity-admin" }],
      ["trader@rata.example", { role: "trader" }],
      ["overage@rata.example", { role: "viewer" }],
      ["frozen@kauri.example", { role: "trader", status: { is: "frozen" } }],
      ["deactivated@rata.example", { status: { is: "deactivated" } }],
      ["terminated@rata.example", { status: { is: "terminated" } }],
      ["admin@weka.example", { role: "entity-admin" }],
    ] as const;
    for (const [userName, expected] of standing) expect(personOf(userName)).toMatchObject(expected);
    expect(personOf("operator-local@aex.example").global).toBeUndefined();
    expect(entityOf(personOf("admin@weka.example").entity).status).toBe("suspended");
  });

  test("those without a portal user differ in their role groups, and the newcomer holds an invitation that is not used up", () => {
    const rolesOf = (userName: string) => rolesIn(inDirectory(userName)?.groups ?? []);
    expect(inDirectory("norole@kauri.example")?.groups).toHaveLength(1);
    expect(rolesOf("norole@kauri.example")).toEqual([]);
    expect(rolesOf("tworoles@kauri.example")).toEqual(["viewer", "trader"]);
    expect(rolesOf("newcomer@kauri.example")).toEqual(["viewer"]);
    for (const { userName } of STRANGERS) expect(() => personOf(userName)).toThrow(userName);
    const invitation = INVITATIONS.find(({ email }) => email === "newcomer@kauri.example");
    expect(invitation).toMatchObject({ entity: "KAURI", role: "viewer" });
    expect(invitation?.accepted ?? invitation?.revoked).toBeUndefined();
  });

  test("one person is in more groups than a token carries", () => {
    const many = directory.filter(({ groupsByGraphOnly }) => groupsByGraphOnly);
    expect(many.map(({ userName }) => userName)).toEqual(["overage@rata.example"]);
    expect(many[0]?.groups.length).toBeGreaterThan(200);
  });
});

test("accepted invitations are those of people with the same role in the same entity", () => {
  const accepted = INVITATIONS.filter((invitation) => invitation.accepted);
  expect(accepted).not.toHaveLength(0);
  for (const { email, role, entity } of accepted) expect(personOf(email)).toMatchObject({ role, entity });
});

test("documentation covers all four states, some pairs in both directions, and each direction once", () => {
  const directions = DOCUMENTATION.map(({ owner, counterparty }) => `${owner}>${counterparty}`);
  expect(isDistinct(directions)).toBe(true);
  expect(new Set(DOCUMENTATION.map(({ status }) => status)).size).toBe(4);
  expect(DOCUMENTATION.filter(({ owner, counterparty }) => directions.includes(`${counterparty}>${owner}`)).length).toBeGreaterThan(20);
});
