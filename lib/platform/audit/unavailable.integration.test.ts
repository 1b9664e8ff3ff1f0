import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { editEntity } from "@/lib/domain/entities/commands";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { AppError } from "@/lib/platform/errors";
import { authorize, consider } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { RUNS_ON } from "@/lib/testing/databases";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { callerFor, openTwoEntities, outcomeOf, recordOf } from "@/lib/testing/two-entities";

const OWN = { entityId: OWN_ENTITY };
const globalOperator = person("operator", { globalAppRole: true });
const trader = person("trader");

let database: Database;
beforeAll(async () => {
  database = await openTwoEntities();
});
afterAll(() => database.close());

const stored = () => database.client.entity.findUniqueOrThrow({ where: { id: OTHER_ENTITY } });

/** A change as it is made in the portal: decided, done and recorded. */
async function rename(tx: ScopedTx): Promise<void> {
  const grant = authorize(tx, "Entity.Manage", EVERY_ENTITY);
  const { id, version, legalName } = await tx.entity.findUniqueOrThrow({ where: { id: OTHER_ENTITY } });
  await editEntity(tx, grant, { id, version, legalName, shortName: `Rata ${version}` });
}

const EVERY_COLUMN = `id, kind, purpose, actor_kind, client_id, actor_user_id, actor_oid, actor_name, actor_login, actor_entity_id, actor_role, global_used, permission,
  action, target_entity_id, target_type, target_id, target_label, outcome, reason_code, result, changes, reason, request_id, session_id, source_address, user_agent, page_view`;

const RAISING = "CREATE FUNCTION test_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'disk full' USING ERRCODE = 'disk_full'; END $$";

describe("when the record cannot be written", () => {
  type Outage = { readonly why: string; readonly begins: readonly string[]; readonly ends: readonly string[] };
  const outages: readonly Outage[] = [
    {
      why: "a trigger raises",
      begins: [RAISING, "CREATE TRIGGER test_full BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION test_full()"],
      ends: ["DROP TRIGGER test_full ON audit_event", "DROP FUNCTION test_full()"],
    },
    {
      why: "the roles may not write it",
      begins: ["REVOKE INSERT ON audit_event FROM portal_entity, portal_global"],
      ends: [`GRANT INSERT (${EVERY_COLUMN}) ON audit_event TO portal_entity, portal_global`],
    },
    {
      why: "its table is gone",
      begins: ["ALTER TABLE audit_event RENAME TO audit_event_elsewhere"],
      ends: ["ALTER TABLE audit_event_elsewhere RENAME TO audit_event"],
    },
    {
      why: "a row does not fit",
      begins: ["ALTER TABLE audit_event ADD CONSTRAINT test_none CHECK (false) NOT VALID"],
      ends: ["ALTER TABLE audit_event DROP CONSTRAINT test_none"],
    },
  ];

  let repairs: readonly string[] = [];
  const repair = async () => {
    for (const statement of repairs) await database.client.$executeRawUnsafe(statement);
    repairs = [];
  };
  afterEach(repair);

  const attempts: readonly (readonly [UserPrincipal, (tx: ScopedTx) => Promise<unknown>])[] = [
    [globalOperator, rename],
    [globalOperator, async (tx) => consider(tx, "Market.Operate", EVERY_ENTITY)],
    [trader, async (tx) => authorize(tx, "Users.View", OWN)],
    [globalOperator, (tx) => rename(tx).then(() => Promise.reject(new AppError("STALE_BASE", "Somebody was quicker.")))],
  ];

  test.each(outages)("because $why, nothing is done and AUDIT_UNAVAILABLE says so; afterwards the same goes through", async ({ begins, ends }) => {
    const before = await stored();
    repairs = ends;
    for (const statement of begins) await database.client.$executeRawUnsafe(statement);
    for (const [principal, work] of attempts) expect(await outcomeOf(inScope(callerFor(principal), "test.run", work))).toBe("AUDIT_UNAVAILABLE");
    expect(await stored()).toEqual(before);
    // What leaves no record does not depend on it.
    expect(await outcomeOf(inScope(callerFor(trader), "test.read", async (tx) => authorize(tx, "Market.Trade", OWN)))).toBe("done");

    await repair();
    const caller = callerFor(globalOperator);
    expect(await outcomeOf(inScope(caller, "test.run", rename))).toBe("done");
    expect((await recordOf(database, caller)).map(({ kind }) => kind)).toEqual(["decision", "change"]);
    expect(await stored()).toMatchObject({ version: before.version + 1 });
  });
});

if (RUNS_ON === "postgresql") {
  test("a connection lost in the middle is UNAVAILABLE: nothing is done, and the decision is on the record with that", async () => {
    const before = await stored();
    const caller = callerFor(globalOperator);
    const work = inScope(caller, "test.run", async (tx) => {
      await rename(tx);
      const [{ pid } = { pid: 0 }] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
      await database.client.$queryRaw`SELECT pg_terminate_backend(${pid}::int)`;
      await tx.entity.count();
    });
    expect(await outcomeOf(work)).toBe("UNAVAILABLE");
    expect(await recordOf(database, caller)).toMatchObject([{ kind: "decision", permission: "Entity.Manage", outcome: "grant", result: "UNAVAILABLE" }]);
    expect(await stored()).toEqual(before);
  });
}
