import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "@/lib/platform/db/client";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { OWN_ENTITY, person } from "@/lib/testing/principals";
import { openTwoEntities, outcomeOf } from "@/lib/testing/two-entities";

/** The order in which the record will be sealed: which position and which transaction a row has. */

const me = person("operator");

let database: Database;
beforeAll(async () => {
  database = await openTwoEntities();
});
afterAll(() => database.close());

type Place = { readonly position: number; readonly xid: string; readonly version: number };
const placesOf = (action: string) =>
  database.client.$queryRaw<
    Place[]
  >`SELECT position::int, xid::text, schema_version::int AS version FROM audit_event WHERE action = ${action} ORDER BY position`;

const event = (action: string) => ({ kind: "decision", action, outcome: "grant", result: "committed", requestId: crypto.randomUUID() }) as const;

test("rows have rising positions, and the transaction that wrote them", async () => {
  const xids: string[] = [];
  for (let nth = 0; nth < 2; nth++)
    await inSystem(async (tx) => {
      await tx.auditEvent.createMany({ data: [event("order.test"), event("order.test")] });
      const [row] = await tx.$queryRaw<{ xid: string }[]>`SELECT pg_current_xact_id()::text AS xid`;
      xids.push(row?.xid ?? "");
    });
  const places = await placesOf("order.test");
  expect(places.map(({ xid }) => xid)).toEqual([xids[0], xids[0], xids[1], xids[1]]);
  expect(new Set(places.map(({ position }) => position)).size).toBe(4);
  expect(places.map(({ version }) => version)).toEqual([2, 2, 2, 2]);
});

const COLUMNS = "id, kind, action, outcome, result, request_id, actor_user_id, actor_entity_id";
const insertAs = (role: string, more: { columns: string; values: string }, action: string) =>
  outcomeOf(
    database.client.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT set_config('role', ${role}, true), set_config('portal.user', ${me.userId}, true), set_config('portal.entity', ${OWN_ENTITY}, true)`;
      return tx.$executeRawUnsafe(`INSERT INTO audit_event (${COLUMNS}${more.columns}) VALUES (gen_random_uuid(), 'decision', '${action}', 'grant', 'committed',
        gen_random_uuid(), '${me.userId}', '${OWN_ENTITY}'${more.values})`);
    }),
  );

test.each(["portal_entity", "portal_global"])("%s may insert a row, and say neither its position, nor its transaction, nor how it is read", async (role) => {
  expect(await insertAs(role, { columns: "", values: "" }, "order.person")).toBe("done");
  const forged = (column: string, value: string) => insertAs(role, { columns: `, ${column}`, values: `, ${value}` }, "order.forged");
  expect([await forged("position", "7"), await forged("xid", "'7'"), await forged("schema_version", "7")]).toEqual(["428C9", "42501", "42501"]);
  expect(await placesOf("order.forged")).toEqual([]);
});

test("the portal's own role cannot say another transaction either, whatever it names", async () => {
  expect(await insertAs("portal_system", { columns: ", xid", values: ", '7'" }, "order.system")).toBe("done");
  const [place] = await placesOf("order.system");
  expect(place?.xid).not.toBe("7");
});
