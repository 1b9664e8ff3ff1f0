import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { OTHER_USER, openTwoEntities, outcomeOf } from "@/lib/testing/two-entities";
import type { Database } from "./client";
import type { Prisma } from "./types";

/** What the portal's database roles cannot do, tried with statements that the portal never sends: the last line of defence. */

const REFUSED = "42501";
const ME = person("entity-admin").userId;
const OWN = { role: "portal_entity", user: ME, entity: OWN_ENTITY };
const GLOBAL = { role: "portal_global", user: ME, entity: OWN_ENTITY };
const SYSTEM = { role: "portal_system", user: "", entity: "" };

let database: Database;
let colleague = "";
beforeAll(async () => {
  database = await openTwoEntities();
  colleague = (await database.client.user.findFirstOrThrow({ where: { entityId: OWN_ENTITY, displayName: "Desk" } })).id;
});
afterAll(() => database.close());

type As = typeof OWN;

/** Runs statements as one of the roles and rolls them back. */
async function as<T>({ role, user, entity }: As, work: (tx: Prisma.TransactionClient) => Promise<T>): Promise<T> {
  const undone = new Error("undone");
  let value: T | undefined;
  await database.client
    .$transaction(async (tx) => {
      await tx.$executeRaw`SELECT set_config('role', ${role}, true), set_config('portal.user', ${user}, true), set_config('portal.entity', ${entity}, true)`;
      value = await work(tx);
      throw undone;
    })
    .catch((error: unknown) => {
      if (error !== undone) throw error;
    });
  return value as T;
}
const run = (who: As, sql: string) => outcomeOf(as(who, (tx) => tx.$executeRawUnsafe(sql)));
const ask = (sql: string) => database.client.$queryRawUnsafe<Record<string, unknown>[]>(sql);

describe("functions", () => {
  test("functions resolve names in the catalogue and the portal's schema, with temporary tables last, unless bound at creation", async () => {
    const loose = await ask(`
      SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosqlbody IS NULL
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
        AND NOT coalesce(p.proconfig && ARRAY['search_path=pg_catalog, public, pg_temp', 'search_path=pg_catalog, pg_temp'], false)`);
    expect(loose).toEqual([]);
  });

  test("functions ignore a temporary table of the same name", async () => {
    const pending = await database.client.roleRequest.findFirstOrThrow({ where: { userId: colleague } });
    const after = await as({ ...OWN, role: "none" }, async (tx) => {
      await tx.$executeRaw`CREATE TEMPORARY TABLE role_request (LIKE public.role_request)`;
      await tx.$executeRaw`GRANT ALL ON pg_temp.role_request TO portal_entity`;
      await tx.$executeRaw`SELECT set_config('role', 'portal_entity', true)`;
      await tx.$executeRaw`UPDATE public.portal_user SET status = 'deactivated', authz_version = authz_version + 1 WHERE id = ${colleague}::uuid`;
      return tx.$queryRaw<{ state: string }[]>`SELECT state::text FROM public.role_request WHERE id = ${pending.id}::uuid`;
    });
    expect(after).toEqual([{ state: "superseded" }]);
  });
});

test("no role of the portal can create a temporary table", async () => {
  for (const who of [OWN, GLOBAL, SYSTEM]) expect(await run(who, "CREATE TEMPORARY TABLE role_request (id uuid)"), who.role).toBe(REFUSED);
});

describe("the record's time", () => {
  const INSERT = "INSERT INTO audit_event (id, kind, action, outcome, result, request_id, actor_user_id, actor_entity_id";
  const values = () => `'${randomUUID()}', 'change', 'test.done', 'grant', 'committed', '${randomUUID()}', '${ME}', '${OWN_ENTITY}'`;

  test("nobody can set the record's time, the system included", async () => {
    for (const who of [OWN, GLOBAL, SYSTEM])
      for (const named of ["2020-01-01", "2099-01-01"])
        expect(await run(who, `${INSERT}, at) VALUES (${values()}, '${named}')`), `${who.role} ${named}`).toBe(REFUSED);
    expect(await run(SYSTEM, `${INSERT}) VALUES (${values()})`)).toBe("done");
  });

  test("the time of people's own rows is the database's, whatever they set", async () => {
    const [row] = await as(OWN, (tx) =>
      tx.$queryRawUnsafe<{ now: boolean }[]>(`INSERT INTO support_request (id, entity_id, user_id, subject, body, created_at)
        VALUES ('${randomUUID()}', '${OWN_ENTITY}', '${ME}', 'Help', 'Please.', '2020-01-01') RETURNING created_at = now()::timestamptz(3) AS now`),
    );
    expect(row?.now).toBe(true);
  });
});

describe("an account that the directory made anew", () => {
  /** As the same person, whose former row has their sign-in name. */
  const asFormer = async (sql: string) => {
    const outcomes: string[] = [];
    const { login } = await database.client.user.findUniqueOrThrow({ where: { id: ME } });
    for (const theirs of [login, null]) {
      await database.client.user.update({ where: { id: colleague }, data: { login: theirs } });
      for (const who of [OWN, GLOBAL]) outcomes.push(await run(who, sql.replaceAll("$former", colleague)));
    }
    return outcomes;
  };

  test.each([
    ["writes its former row", "UPDATE portal_user SET display_name = 'Another' WHERE id = '$former'"],
    [
      "gives it a role for a while",
      `INSERT INTO role_grant (id, entity_id, user_id, role, global, starts_at, ends_at, announce_at, asked_by_id)
        SELECT gen_random_uuid(), entity_id, id, 'trader', false, now(), now() + interval '1 hour', now(), '${ME}' FROM portal_user WHERE id = '$former'`,
    ],
    [
      "tells the directory of it",
      `INSERT INTO directory_write (id, entity_id, person, user_id, kind, role)
        SELECT gen_random_uuid(), entity_id, 'x', id, 'set_role', role FROM portal_user WHERE id = '$former'`,
    ],
  ])("never %s; another person does", async (_what, sql) => {
    expect(await asFormer(sql)).toEqual([REFUSED, REFUSED, "done", "done"]);
  });
});

describe("a person's row", () => {
  test.each(["display_name = 'Hēmi Parata'", "email = 'operator@aex.example'", "role = 'operator', authz_version = 9", "status = 'frozen', authz_version = 9"])(
    "a person cannot write their own row: %s",
    async (change) => {
      for (const who of [OWN, GLOBAL]) expect(await run(who, `UPDATE portal_user SET ${change} WHERE id = '${ME}'`), who.role).toBe(REFUSED);
    },
  );

  test.each(["oid = gen_random_uuid()", "tid = gen_random_uuid()", `entity_id = '${OTHER_ENTITY}'`, "id = gen_random_uuid()", "login = 'x'"])(
    "a person's row keeps what identifies it: %s",
    async (change) => {
      for (const who of [OWN, GLOBAL]) expect(await run(who, `UPDATE portal_user SET ${change} WHERE id = '${colleague}'`), who.role).toBe(REFUSED);
    },
  );

  test("only a person's presence sets when they were last seen", async () => {
    for (const who of [OWN, GLOBAL]) expect(await run(who, `UPDATE presence SET last_seen_at = now() WHERE user_id = '${colleague}'`), who.role).toBe(REFUSED);
    expect(await run(SYSTEM, `UPDATE presence SET last_seen_at = now() WHERE user_id = '${colleague}'`)).toBe("done");
  });

  test("every change of role or status gives a new authorization version, never an older one", async () => {
    expect(await run(OWN, `UPDATE portal_user SET role = 'trader' WHERE id = '${colleague}'`)).toBe(REFUSED);
    expect(await run(OWN, `UPDATE portal_user SET status = 'deactivated' WHERE id = '${colleague}'`)).toBe(REFUSED);
    expect(await run(OWN, `UPDATE portal_user SET role = 'trader', authz_version = authz_version + 1 WHERE id = '${colleague}'`)).toBe("done");
    for (const who of [OWN, SYSTEM]) expect(await run(who, `UPDATE portal_user SET authz_version = 0 WHERE id = '${colleague}'`)).toBe(REFUSED);
  });
});

describe("final states", () => {
  test("an ended session cannot be reopened", async () => {
    await database.client.$executeRaw`UPDATE session SET ended_at = now(), end_reason = 'ended-by-admin' WHERE user_id = ${colleague}::uuid`;
    for (const who of [OWN, GLOBAL, SYSTEM])
      expect(await run(who, `UPDATE session SET ended_at = NULL WHERE user_id = '${colleague}'`), who.role).toBe(REFUSED);
  });

  test("a finished or superseded directory write cannot be changed", async () => {
    const facts = { entityId: OWN_ENTITY, userId: colleague, person: `user:${colleague}` };
    for (const state of ["done", "superseded"] as const) {
      const { id } = await database.client.directoryWrite.create({ data: { ...facts, kind: "revoke_sessions", state } });
      for (const who of [OWN, GLOBAL]) expect(await run(who, `UPDATE directory_write SET state = 'pending' WHERE id = '${id}'`), state).toBe(REFUSED);
    }
  });
});

test("a directory write cannot contradict the portal's role or Global of a person", async () => {
  const write = (columns: string, values: string) =>
    `INSERT INTO directory_write (id, entity_id, person, user_id, ${columns}) VALUES ('${randomUUID()}', '${OWN_ENTITY}', 'user:${colleague}', '${colleague}', ${values})`;
  for (const who of [OWN, GLOBAL]) {
    expect(await run(who, write("kind, role", "'set_role', 'operator'"))).toBe(REFUSED);
    expect(await run(who, write("kind, global", "'set_global', true"))).toBe(REFUSED);
    expect(await run(who, write("kind, role", "'set_role', 'viewer'"))).toBe("done");
    expect(await run(who, write("kind, role", "'set_role', NULL"))).toBe("done");
    expect(await run(who, write("kind, state", "'revoke_sessions', 'done'"))).toBe(REFUSED);
  }
});

test("a proposal carries the identity of its proposer", async () => {
  const propose = (
    oid: string,
  ) => `INSERT INTO configuration_proposal (id, base_number, content, hash, reason, proposer_id, proposer_oid, proposer_email, proposer_name, proposer_entity_id)
    VALUES ('${randomUUID()}', 1, '{}', '0', 'Because.', '${ME}', '${oid}', 'a@b.example', 'A', '${OWN_ENTITY}')`;
  expect(await run(OWN, propose(randomUUID()))).toBe(REFUSED);
  expect(await run(OWN, propose(person("entity-admin").oid))).toBe("done");
});

test("an invitation cannot move to another address, role or entity, and is accepted by joining only", async () => {
  for (const change of ["email = 'x@y.example'", "role = 'operator'", `entity_id = '${OTHER_ENTITY}'`, "accepter_id = id", "accepted_at = now()"])
    for (const who of [OWN, GLOBAL]) expect(await run(who, `UPDATE invitation SET ${change}`), change).toBe(REFUSED);
  for (const who of [OWN, GLOBAL])
    expect(await run(who, `UPDATE invitation SET sender_id = '${colleague}', token_hash = 'x' WHERE entity_id = '${OWN_ENTITY}'`)).toBe(REFUSED);
  expect(await run(GLOBAL, `UPDATE entity SET code = 'OTHER' WHERE id = '${OTHER_ENTITY}'`)).toBe(REFUSED);
  expect(await run(GLOBAL, `UPDATE support_request SET body = 'Another' WHERE user_id = '${OTHER_USER}'`)).toBe(REFUSED);
});
