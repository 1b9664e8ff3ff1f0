import { afterAll, beforeAll, expect, test } from "vitest";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import type { Database } from "@/lib/platform/db/client";
import { grantIf } from "@/lib/platform/unit-of-work/authorize";
import { OWN_ENTITY } from "@/lib/testing/principals";
import { countingRows } from "@/lib/testing/rows-read";
import { globalOperator, openTestWorld, readAs, walk } from "@/lib/testing/world";
import type { UserListParams } from "./schema";
import { listUsers } from "./users";

/** More people than are searched nearby, and enough for the plan to be chosen by a sample. */
const PEOPLE = 3_000;
const TAKEN_FOR = 20_000;

let database: Database;

/** Arohas at the start of the alphabet, Wiremus at its end, a desk in every ninth address, and one Zelda. */
beforeAll(async () => {
  database = await openTestWorld();
  await database.client.$executeRaw`
    INSERT INTO portal_user (id, entity_id, tid, oid, email, display_name, role, status, created_at)
    SELECT gen_random_uuid(), ${OWN_ENTITY}::uuid, gen_random_uuid(), gen_random_uuid(),
      CASE WHEN n % 9 = 0 THEN 'desk' ELSE 'person' END || n || '@kauri.example',
      CASE WHEN n < 300 THEN 'Aroha ' WHEN n = 1500 THEN 'Zelda ' WHEN n > 2800 THEN 'Wiremu ' ELSE 'Mere ' END || n % 40,
      CASE WHEN n % 4 = 0 THEN 'viewer' ELSE 'trader' END, (CASE WHEN n % 60 = 0 THEN 'halted' ELSE 'active' END)::user_status,
      now() - interval '1 minute' * ((n * 7) % 500)
    FROM generate_series(1, ${PEOPLE}::int) n`;
  await database.client.$executeRaw`ALTER TABLE portal_user SET (autovacuum_enabled = off)`;
  await database.client.$executeRaw`ANALYZE portal_user`;
  await database.client.$executeRaw`UPDATE pg_class SET reltuples = ${TAKEN_FOR}::real WHERE oid = 'portal_user'::regclass`;
});
afterAll(() => database.close());

const searched = (params: UserListParams) =>
  readAs(globalOperator, async (tx) => {
    const grant = grantIf(tx, "Users.View", EVERY_ENTITY);
    if (!grant) throw new Error("An operator with Global sees everybody.");
    const page = await listUsers(tx, grant, params);
    const [left] = await tx.$queryRaw<object[]>`
      SELECT current_setting('enable_bitmapscan') AS bitmap, current_setting('enable_indexscan') AS index, current_setting('enable_seqscan') AS sequential`;
    expect(left, "the plan ends with the search").toEqual({ bitmap: "on", index: "on", sequential: "on" });
    return page;
  });

const text = (q: string) => (row: { displayName: string; email: string }) => `${row.displayName}\n${row.email}`.toLowerCase().includes(q);

test.each<UserListParams>([
  { q: "desk", sort: "displayName", direction: "asc" },
  { q: "aroha", sort: "displayName", direction: "desc" },
  { q: "wiremu", sort: "displayName", direction: "asc" },
  { q: "wiremu", sort: "email", direction: "desc" },
  { q: "zelda", sort: "createdAt", direction: "asc" },
  { q: "zelda 2", sort: "displayName", direction: "asc" },
  { q: "desk", sort: "createdAt", direction: "desc", role: "viewer" },
  { status: "halted", sort: "displayName", direction: "desc" },
  { status: "halted", sort: "email", direction: "asc", role: "viewer" },
  { status: "active", q: "desk1", sort: "email", direction: "asc" },
])("a search finds the people it should, each once and in order, there and back, whichever way it is planned: %j", async (params) => {
  const { q = "", role, status } = params;
  const field = params.sort ?? "displayName";
  const direction = params.direction ?? "asc";
  const users = await database.client.user.findMany({
    where: { ...(role ? { role } : {}), ...(status ? { status } : {}) },
    orderBy: [{ [field]: direction }, { id: direction }],
  });
  const expected = users.filter(text(q)).map(({ id }) => id);
  expect(expected.length).toBeGreaterThan(0);
  const { forward, back } = await walk((cursor) => searched({ ...params, cursor }));
  for (const pages of [forward, back]) expect(pages.flat().map(({ id }) => id)).toEqual(expected);
});

test("search ignores case and macrons, however letters are composed", async () => {
  const { id } = await database.client.user.findFirstOrThrow({ where: { displayName: { startsWith: "Mere" } } });
  await database.client.user.update({ where: { id }, data: { displayName: "HĒMI Ōtene", email: "H.OTENE@Kauri.example" } });
  for (const q of ["Hemi", "hemi otene", "Hēmi Ō".normalize("NFD"), "HEMI\u00a0Ōtene", "hēmi", "Hēmi Ō", "ōtene", "ŌTENE", "h.otene", "H.Otene"]) {
    const { rows } = await searched({ q });
    expect({ q, names: rows.map(({ displayName }) => displayName) }).toEqual({ q, names: ["HĒMI Ōtene"] });
  }
});

test("any separator in a search matches any other, and joined words differ from separated ones", async () => {
  const { id } = await database.client.user.findFirstOrThrow({ where: { displayName: { startsWith: "Mere" } } });
  for (const between of " .,@'’_+/()-") {
    const displayName = `Quinn${between}Xu`;
    await database.client.user.update({ where: { id }, data: { displayName } });
    for (const [q, found] of Object.entries({ [`quinn${between}x`]: 1, "QUINN X": 1, "inn'xu": 1, xu: 1, q: 1, x: 0, quinnxu: 0, "%": 0, "\\": 0 })) {
      const { rows } = await searched({ q });
      expect({ q, names: rows.map((row) => row.displayName) }).toEqual({ q, names: Array(found).fill(displayName) });
    }
  }
});

test("people with pending directory writes are looked up by index, without reading everybody", async () => {
  const zelda = await database.client.user.findFirstOrThrow({ where: { displayName: { startsWith: "Zelda" } } });
  await database.client.$executeRaw`
    INSERT INTO directory_write (id, entity_id, user_id, person, kind, role, state) SELECT gen_random_uuid(), entity_id, id, 'user:' || id, 'set_role', role, 'done' FROM portal_user`;
  await database.client.$executeRaw`ALTER TABLE directory_write SET (autovacuum_enabled = off)`;
  await database.client.$executeRaw`ANALYZE directory_write`;
  await database.client.$executeRaw`UPDATE pg_class SET reltuples = ${TAKEN_FOR}::real WHERE oid = 'directory_write'::regclass`;
  await database.client.directoryWrite.create({
    data: { entityId: OWN_ENTITY, userId: zelda.id, person: `user:${zelda.id}`, kind: "set_role", role: zelda.role },
  });
  const { value, read } = await readAs(globalOperator, async (tx) => {
    const grant = grantIf(tx, "Users.View", EVERY_ENTITY);
    if (!grant) throw new Error("An operator with Global sees everybody.");
    return countingRows(tx, "portal_user", () => listUsers(tx, grant, { directory: "pending" }));
  });
  expect(value.rows.map(({ displayName }) => displayName)).toEqual([zelda.displayName]);
  expect(read).toBeLessThan(100);
});
