import { describe, expect, test } from "vitest";
import { type RoleKey, roleKeys } from "@/lib/platform/authz/roles";
import { readIdentity, roleFromGroups } from "./entra-claims";

const TENANT = "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d";
const OTHER_TENANT = "9188040d-6c67-4c5b-b112-36a304b66dad";
const CLIENT = "5c6d7e8f-9a0b-4c1d-8e2f-3a4b5c6d7e8f";
const directory = { tenantId: TENANT, clientId: CLIENT, issuer: `https://login.microsoftonline.com/${TENANT}/v2.0` };
const GROUP = "11111111-1111-4111-8111-111111111111";

const genuine = {
  iss: directory.issuer,
  aud: CLIENT,
  tid: TENANT,
  iat: 1_795_000_000,
  oid: "6f9f2d3a-5f0e-4a55-9f0c-1d2b3c4d5e6f",
  name: "Aroha Ngata",
  preferred_username: "aroha.ngata@kauri.example",
  groups: [GROUP],
  roles: ["Global"],
};
const read = (more: Record<string, unknown>) => readIdentity({ ...genuine, ...more }, directory);
const without = (claim: string) => readIdentity(Object.fromEntries(Object.entries(genuine).filter(([name]) => name !== claim)), directory);

describe("readIdentity", () => {
  test("reads a genuine token", () => {
    expect(read({})).toEqual({
      tid: TENANT,
      oid: genuine.oid,
      displayName: "Aroha Ngata",
      email: "aroha.ngata@kauri.example",
      login: "aroha.ngata@kauri.example",
      groupIds: [GROUP],
      globalAppRole: true,
      issuedAt: new Date("2026-11-18T11:06:40Z"),
    });
  });

  test.each([
    ["another tenant", { tid: OTHER_TENANT }, "WRONG_TENANT"],
    ["another tenant, whose issuer matches its tenant", { tid: OTHER_TENANT, iss: `https://login.microsoftonline.com/${OTHER_TENANT}/v2.0` }, "WRONG_TENANT"],
    ["the right tenant, issued by another", { iss: `https://login.microsoftonline.com/${OTHER_TENANT}/v2.0` }, "WRONG_ISSUER"],
    ["the issuer of version 1", { iss: `https://sts.windows.net/${TENANT}/` }, "WRONG_ISSUER"],
    ["the issuer for any tenant", { iss: "https://login.microsoftonline.com/common/v2.0" }, "WRONG_ISSUER"],
    ["the issuer's template", { iss: "https://login.microsoftonline.com/{tenantid}/v2.0" }, "WRONG_ISSUER"],
    ["an issuer with a slash more", { iss: `${directory.issuer}/` }, "WRONG_ISSUER"],
    ["an issuer in capitals", { iss: directory.issuer.toUpperCase() }, "WRONG_ISSUER"],
    ["an issuer that begins alike", { iss: `${directory.issuer}.evil.example` }, "WRONG_ISSUER"],
    ["an issuer of another host", { iss: `https://evil.example/${TENANT}/v2.0` }, "WRONG_ISSUER"],
    ["a token for another application", { aud: "00000003-0000-0000-c000-000000000000" }, "WRONG_AUDIENCE"],
    ["a token for the application's address", { aud: `api://${CLIENT}` }, "WRONG_AUDIENCE"],
    ["several audiences", { aud: [CLIENT, "00000003-0000-0000-c000-000000000000"] }, "CLAIMS_UNREADABLE"],
    ["groups as text", { groups: GROUP }, "CLAIMS_UNREADABLE"],
    ["groups as an object", { groups: { 0: GROUP } }, "CLAIMS_UNREADABLE"],
    ["groups with something else among them", { groups: [GROUP, { id: GROUP }] }, "CLAIMS_UNREADABLE"],
    ["roles as text", { roles: "Global" }, "CLAIMS_UNREADABLE"],
    ["an oid that is no id", { oid: "aroha.ngata@kauri.example" }, "CLAIMS_UNREADABLE"],
    ["an oid with more behind it", { oid: `${genuine.oid}' OR '1'='1` }, "CLAIMS_UNREADABLE"],
    ["a list of oids", { oid: [genuine.oid] }, "CLAIMS_UNREADABLE"],
    ["a tid that is no id", { tid: "common" }, "CLAIMS_UNREADABLE"],
    ["a name that is no text", { name: { first: "Aroha" } }, "CLAIMS_UNREADABLE"],
  ])("refuses %s", (_name, claims, problem) => {
    expect(read(claims)).toBe(problem);
  });

  test.each(["iss", "aud", "tid", "oid", "iat"])("refuses a token without %s", (claim) => {
    expect(without(claim)).toBe("CLAIMS_UNREADABLE");
  });

  test.each([[null], [undefined], ["token"], [[]], [42], [new Map(Object.entries(genuine))]])("refuses %o in place of claims", (claims) => {
    expect(readIdentity(claims, directory)).toBe("CLAIMS_UNREADABLE");
  });

  test("lower-cases ids, so one person is one user", () => {
    expect(read({ tid: TENANT.toUpperCase(), oid: genuine.oid.toUpperCase() })).toMatchObject({ tid: TENANT, oid: genuine.oid });
  });

  test.each([[[]], [undefined], [["global"]], [["GLOBAL"]], [["Global "]], [["Global,Global"]], [["Globally", "xGlobal"]], [["operator"]]])(
    "app roles %o are not Global",
    (roles) => {
      expect(read({ roles })).toMatchObject({ globalAppRole: false });
    },
  );

  test("directory roles, scopes and e-mail decide nothing", () => {
    const plain = read({ roles: undefined, groups: [] });
    const dressed = read({
      roles: undefined,
      groups: [],
      wids: ["62e90394-69f5-4237-9190-012177145e10"],
      scp: "Global",
      acrs: ["Global"],
      upn: "admin@kauri.example",
    });
    expect(dressed).toEqual(plain);
  });

  test("a group overage means reading Graph, and a missing groups claim means no groups", () => {
    expect(read({ groups: undefined, hasgroups: true })).toMatchObject({ groupIds: null });
    expect(read({ groups: undefined, hasgroups: "true" })).toMatchObject({ groupIds: null });
    expect(read({ groups: undefined, _claim_names: { groups: "src1" }, _claim_sources: { src1: { endpoint: "https://evil.example/groups" } } })).toMatchObject({
      groupIds: null,
    });
    expect(read({ groups: undefined, _claim_names: { other: "src1" } })).toMatchObject({ groupIds: [] });
    expect(read({ groups: undefined })).toMatchObject({ groupIds: [] });
  });

  test("a name is bounded, and falls back to the address", () => {
    expect(read({ name: "x".repeat(100_000), preferred_username: "y".repeat(100_000) })).toMatchObject({
      displayName: "x".repeat(120),
      email: "y".repeat(320),
    });
    expect(read({ name: undefined })).toMatchObject({ displayName: "aroha ngata" });
    expect(read({ name: undefined, preferred_username: undefined, email: "a@b.example" })).toMatchObject({ displayName: "a", email: "a@b.example" });
    expect(read({ name: undefined, preferred_username: undefined })).toMatchObject({ displayName: "Unnamed", email: "" });
  });

  const GUEST = "hana.ito_people.example#EXT#@aex.onmicrosoft.com";
  test.each([
    ["by the address that it gives beside it", { preferred_username: GUEST, email: "Hana.Ito@people.example" }, "Hana.Ito@people.example"],
    ["by the address that the name was made of, where it gives none", { preferred_username: GUEST }, "hana.ito@people.example"],
    ["in any case", { preferred_username: GUEST.toLowerCase(), email: GUEST }, "hana.ito@people.example"],
    ["with underscores before the last", { preferred_username: "hana_ito_people.example#EXT#@aex.onmicrosoft.com" }, "hana_ito@people.example"],
    ["by none where there is none", { preferred_username: "hana#EXT#@aex.onmicrosoft.com" }, ""],
  ])("a guest with the Entra name “…#EXT#@…” gets the address %s", (_how, claims, email) => {
    expect(read(claims)).toMatchObject({ email, login: claims.preferred_username.toLowerCase() });
  });

  test("the e-mail claim is ignored, as a mailbox is not a sign-in name", () => {
    expect(read({ email: "boss@kauri.example" })).toMatchObject({ email: genuine.preferred_username, login: genuine.preferred_username });
  });

  test.each(["ad\u200bmin@kauri.example", "ad min@kauri.example", "ad\u0000min@kauri.example", "ad\u202emin@kauri.example", "ad\u00admin@kauri.example"])(
    "%j is not read as admin@kauri.example",
    (preferred_username) => {
      expect(read({ preferred_username })).toMatchObject({ email: "ad\ufffdmin@kauri.example", login: "ad\ufffdmin@kauri.example" });
    },
  );

  test("a name and an address are made storable", () => {
    const identity = read({ name: `${"x".repeat(199)}😀`, preferred_username: `a\u0000b@kauri.example${"y".repeat(298)}😀` });
    if (typeof identity === "string") throw new Error(identity);
    for (const text of [identity.displayName, identity.email]) {
      expect(text.isWellFormed()).toBe(true);
      expect(text).not.toContain("\u0000");
    }
  });
});

describe("roleFromGroups", () => {
  const groups = new Map<string, string>(roleKeys.map((role, index) => [`${index}${GROUP.slice(1)}`.replace(/4111/, "4aaa"), role]));
  const idOf = (role: RoleKey) => [...groups].find(([, carried]) => carried === role)?.[0] ?? "";
  const OTHER = ["99999999-9999-4999-8999-999999999999", "Operators", ""];
  const subsets = Array.from({ length: 2 ** roleKeys.length - 1 }, (_, index) => roleKeys.filter((_role, bit) => (index + 1) & (1 << bit)));

  test.each(subsets.map((roles) => [roles.join(" + "), roles] as const))("%s", (_name, roles) => {
    const [first, ...more] = roles;
    const expected = more.length === 0 ? { kind: "one", role: first } : { kind: "several", roles };
    const ids = roles.map(idOf);
    expect(roleFromGroups(ids, groups)).toEqual(expected);
    expect(roleFromGroups([...OTHER, ...ids, ...OTHER], groups)).toEqual(expected);
    expect(roleFromGroups([...ids, ...ids], groups)).toEqual(expected);
    expect(
      roleFromGroups(
        ids.map((id) => id.toUpperCase()),
        groups,
      ),
    ).toEqual(expected);
    expect(roleFromGroups([...ids, ...ids.map((id) => id.toUpperCase())], groups)).toEqual(expected);
  });

  test("no role group is no role, however many other groups there are", () => {
    expect(roleFromGroups([], groups)).toEqual({ kind: "none", otherGroups: 0 });
    expect(roleFromGroups(OTHER, groups)).toEqual({ kind: "none", otherGroups: 3 });
  });

  test("a group id must match as a whole, and a role's name is not a group", () => {
    const operators = idOf("operator");
    for (const id of [
      "operator",
      "Operator",
      ` ${operators}`,
      `${operators} `,
      operators.slice(0, -1),
      `${operators}0`,
      `{${operators}}`,
      operators.replaceAll("-", ""),
      "__proto__",
      "constructor",
    ]) {
      expect(roleFromGroups([id], groups)).toMatchObject({ kind: "none" });
    }
  });

  test("a group mapped to an unknown role gives no role", () => {
    expect(roleFromGroups(["a"], new Map([["a", "astronaut"]]))).toMatchObject({ kind: "none" });
    expect(roleFromGroups(["a"], new Map([["a", "toString"]]))).toMatchObject({ kind: "none" });
  });
});
