import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { invitationAcceptedBy } from "@/lib/domain/people/joined-by";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import { Denied } from "@/lib/platform/authz/denied";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Prisma } from "@/lib/platform/db/types";
import { searchOf } from "@/lib/platform/operations/decode";
import { authorize, grantIf } from "@/lib/platform/unit-of-work/authorize";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { OTHER_ENTITY, OWN_ENTITY } from "@/lib/testing/principals";
import { addUsers, entityAdmin, globalOperator, openTestWorld, operator, readAs, viewer, walk } from "@/lib/testing/world";
import { getInvitation, listInvitations } from "./invitations";
import { type InvitationListParams, invitationListParams } from "./schema";

const NOTHING_HERE = "0190a0c0-0000-7000-8000-0000000000ff";
const HOUR = 3_600_000;
const hence = (hours: number) => new Date(Date.now() + hours * HOUR);

type NewInvitation = Partial<Prisma.InvitationCreateManyInput> & { email: string };

async function addInvitations(invitations: readonly NewInvitation[]): Promise<readonly string[]> {
  const data = invitations.map((one) => ({
    id: randomUUID(),
    entityId: OWN_ENTITY,
    role: "viewer",
    tokenHash: new Uint8Array(randomBytes(32)),
    expiresAt: hence(24),
    ...one,
  }));
  await inSystem((tx) => tx.invitation.createMany({ data }));
  return data.map(({ id }) => id);
}

let database: Database;
/** The own entity's invitations, one in each state, by state. */
let byState: Readonly<Record<"pending" | "expired" | "accepted" | "revoked", string>>;
let own: readonly string[] = [];
let other = "";
let joined = "";
let outsider = "";
const tokenHash = new Uint8Array(randomBytes(32));

beforeAll(async () => {
  database = await openTestWorld();
  [joined = "", outsider = ""] = await addUsers([{ displayName: "Ravi Patel" }, { displayName: "Sophie van der Berg", entityId: OTHER_ENTITY }]);
  const [pending = "", expired = "", accepted = "", revoked = ""] = await addInvitations([
    { email: "pending@kauri.example", tokenHash, senderId: joined },
    { email: "expired@kauri.example", expiresAt: hence(-1) },
    { email: "accepted@kauri.example", state: "accepted", expiresAt: hence(-1), acceptedAt: hence(-2), accepterId: joined, senderId: outsider, role: "trader" },
    { email: "revoked@kauri.example", state: "revoked", expiresAt: hence(-1), revokedAt: hence(-3) },
  ]);
  byState = { pending, expired, accepted, revoked };
  // Sixty with two different times: ties at every page boundary.
  const many = await addInvitations(
    Array.from({ length: 60 }, (_, index) => ({ email: `person${index}@kauri.example`, sentAt: new Date(Date.UTC(2026, 0, 1 + (index % 2))) })),
  );
  own = [pending, expired, accepted, revoked, ...many];
  [other = ""] = await addInvitations([{ email: "desk_1@rata.example", entityId: OTHER_ENTITY }]);
});

afterAll(() => database.close());

const granted = (tx: ScopedTx, principal: UserPrincipal) =>
  grantIf(tx, "Invitations.View", EVERY_ENTITY) ?? authorize(tx, "Invitations.View", { entityId: principal.entity.id });

const list = (principal: UserPrincipal, params: InvitationListParams = {}) => readAs(principal, (tx) => listInvitations(tx, granted(tx, principal), params));
const get = (principal: UserPrincipal, id: string) => readAs(principal, (tx) => getInvitation(tx, granted(tx, principal), id));
const all = async (principal: UserPrincipal, params: InvitationListParams = {}) => {
  const { forward } = await walk((cursor) => list(principal, { ...params, cursor }));
  return forward.flat();
};
const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).toSorted();

describe("the invitations a reader sees", () => {
  test.each([
    ["an entity admin", entityAdmin],
    ["an operator without Global", operator],
  ])("%s sees exactly the invitations of their own entity", async (_, principal) => {
    expect(ids(await all(principal))).toEqual([...own].sort());
    expect(await get(principal, byState.pending)).toMatchObject({ email: "pending@kauri.example" });
  });

  test("an entity admin finds no invitation of another entity, by filter, search or id", async () => {
    for (const params of [{ entity: OTHER_ENTITY }, { q: "rata" }]) {
      expect(await list(entityAdmin, params)).toMatchObject({ rows: [], next: null, previous: null });
    }
    expect(await get(entityAdmin, other)).toBeNull();
    expect(await get(entityAdmin, NOTHING_HERE)).toBeNull();
  });

  test("a Global operator sees all of them, and with the entity filter only that entity's", async () => {
    expect(ids(await all(globalOperator))).toEqual([...own, other].sort());
    expect(ids(await all(globalOperator, { entity: OTHER_ENTITY }))).toEqual([other]);
    expect(await get(globalOperator, other)).toMatchObject({ entity: { id: OTHER_ENTITY } });
  });

  test("a grant on one entity narrows what a Global operator reads to that entity", async () => {
    const { page, outside } = await readAs(globalOperator, async (tx) => {
      const grant = authorize(tx, "Invitations.View", { entityId: OTHER_ENTITY });
      return { page: await listInvitations(tx, grant, {}), outside: await getInvitation(tx, grant, byState.pending) };
    });
    expect(ids(page.rows)).toEqual([other]);
    expect(outside).toBeNull();
  });

  test("a viewer cannot obtain a grant", async () => {
    await expect(list(viewer)).rejects.toThrow(Denied);
    await expect(get(viewer, byState.pending)).rejects.toThrow(Denied);
    expect(await readAs(viewer, async (tx) => grantIf(tx, "Invitations.View", { entityId: OWN_ENTITY }))).toBeNull();
  });

  test("a sender of another entity is named only for readers who may see them", async () => {
    expect((await get(entityAdmin, byState.accepted))?.sender).toEqual({ id: outsider, displayName: null });
    expect((await get(globalOperator, byState.accepted))?.sender).toEqual({ id: outsider, displayName: "Sophie van der Berg" });
    expect((await get(entityAdmin, byState.accepted))?.accepter).toEqual({ id: joined, displayName: "Ravi Patel" });
    expect((await get(entityAdmin, byState.expired))?.sender).toBeNull();
  });

  test("no query returns the token's hash", async () => {
    const read = [await get(globalOperator, byState.pending), ...(await list(globalOperator, { q: "pending@" })).rows];
    expect(read).toHaveLength(2);
    for (const invitation of read) {
      expect(invitation).not.toHaveProperty("tokenHash");
      expect(Object.values(invitation ?? {})).not.toContainEqual(tokenHash);
    }
  });
});

describe("filters", () => {
  test.each(["pending", "expired", "accepted", "revoked"] as const)(
    "the state filter %s finds the invitations in that state, and each row agrees",
    async (state) => {
      const found = await all(entityAdmin, { state });
      expect(ids(found)).toEqual(
        state === "pending" ? own.filter((id) => ![byState.expired, byState.accepted, byState.revoked].includes(id)).sort() : [byState[state]],
      );
      expect(new Set(found.map((row) => row.state))).toEqual(new Set([state]));
      expect(await get(entityAdmin, byState[state])).toMatchObject({ state });
    },
  );

  test("search finds part of an e-mail, ignoring case, with % and _ as literals", async () => {
    expect(ids(await all(globalOperator, { q: "DESK_1@" }))).toEqual([other]);
    expect(ids(await all(entityAdmin, { q: "accepted@" }))).toEqual([byState.accepted]);
    expect(await all(globalOperator, { q: "%" })).toEqual([]);
    await database.client.invitation.update({ where: { id: other }, data: { name: "Hēmi Ōtene–Smith" } });
    for (const q of ["Hemi", "hēmi".normalize("NFD"), "HEMI\u00a0OTENE", "otene-smith", "Otene Smith"])
      expect([q, ids(await all(globalOperator, { q }))]).toEqual([q, [other]]);
  });

  test("the role filter combines with a state", async () => {
    expect(ids(await all(entityAdmin, { role: "trader" }))).toEqual([byState.accepted]);
    expect(await all(entityAdmin, { role: "trader", state: "pending" })).toEqual([]);
  });

  test("an unusable parameter in an address counts as unset", () => {
    const set = searchOf(invitationListParams, { q: "\u0000", state: "lost", role: "astronaut", entity: "1", direction: "up", cursor: ["x"] });
    expect(Object.values(set).filter((value) => value !== undefined)).toEqual([]);
  });
});

describe("expiry", () => {
  test("expiry follows the database's clock, not the process's", async () => {
    const { client } = database;
    // From here on this database is two days ahead of the process: `now()` resolves to this schema first.
    await client.$executeRawUnsafe("CREATE SCHEMA ahead");
    await client.$executeRawUnsafe("CREATE FUNCTION ahead.now() RETURNS timestamptz LANGUAGE sql STABLE RETURN pg_catalog.now() + interval '2 days'");
    await client.$executeRawUnsafe("GRANT USAGE ON SCHEMA ahead TO portal_entity");
    await client.$executeRawUnsafe("SET search_path TO ahead, pg_catalog, public");
    try {
      const { rows, asOf } = await list(entityAdmin, { state: "expired", q: "pending@" });
      expect(rows).toMatchObject([{ id: byState.pending, state: "expired" }]);
      expect(asOf.getTime() - Date.now()).toBeGreaterThan(47 * HOUR);
      expect(await get(entityAdmin, byState.pending)).toMatchObject({ state: "expired" });
      expect(await all(entityAdmin, { state: "pending" })).toEqual([]);
    } finally {
      await client.$executeRawUnsafe("RESET search_path");
    }
    expect(await get(entityAdmin, byState.pending)).toMatchObject({ state: "pending" });
  });
});

describe("paging", () => {
  const orders: InvitationListParams[] = [{}, { direction: "asc" }, { state: "pending", direction: "asc" }];

  test.each(orders)("paging forward and back visits each invitation once, in order, despite ties: %o", async (params) => {
    const { forward, back } = await walk((cursor) => list(entityAdmin, { ...params, cursor }));
    expect(back).toEqual(forward);
    const rows = forward.flat();
    expect(forward.map((page) => page.length)).toEqual([25, 25, params.state ? 11 : 14]);
    expect(new Set(ids(rows)).size).toBe(rows.length);
    const times = rows.map(({ sentAt }) => sentAt.toISOString());
    expect(times).toEqual(params.direction === "asc" ? times.toSorted() : times.toSorted().reverse());
  });

  test("an unusable cursor counts as unset", async () => {
    const first = await list(entityAdmin);
    const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const unusable = [
      "",
      "nonsense",
      forged(["d", "soon", NOTHING_HERE, false]),
      forged(["d", 1, NOTHING_HERE, false]),
      forged(["t", "a", NOTHING_HERE, false]),
    ];
    for (const cursor of unusable) expect(await list(entityAdmin, { cursor })).toEqual({ ...first, asOf: expect.any(Date) });
  });
});

describe("invitationAcceptedBy", () => {
  const acceptedBy = (principal: UserPrincipal, person: { id: string; entityId: string }) =>
    readAs(principal, (tx) => invitationAcceptedBy(tx, granted(tx, principal), person));

  test("invitationAcceptedBy finds the invitation by which a person joined, and null when they joined another way", async () => {
    expect(await acceptedBy(entityAdmin, { id: joined, entityId: OWN_ENTITY })).toMatchObject({ id: byState.accepted });
    expect(await acceptedBy(globalOperator, { id: joined, entityId: OWN_ENTITY })).toMatchObject({ id: byState.accepted });
    expect(await acceptedBy(globalOperator, { id: outsider, entityId: OTHER_ENTITY })).toBeNull();
  });

  test("invitationAcceptedBy tells an entity admin nothing of another entity", async () => {
    const [elsewhere = ""] = await addInvitations([
      { email: "sophie@rata.example", entityId: OTHER_ENTITY, state: "accepted", acceptedAt: hence(-1), accepterId: outsider },
    ]);
    expect(await acceptedBy(globalOperator, { id: outsider, entityId: OTHER_ENTITY })).toMatchObject({ id: elsewhere });
    expect(await acceptedBy(entityAdmin, { id: outsider, entityId: OTHER_ENTITY })).toBeNull();
  });
});
