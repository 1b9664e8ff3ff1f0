import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "@/lib/platform/db/client";
import { SQL_NULL } from "@/lib/platform/db/values";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { freshDatabase } from "@/lib/testing/databases";
import { insertEvents, type NewEvent } from "./insert";

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const id = (last: number) => `01a1fde4-4390-7628-afdd-${String(last).padStart(12, "0")}`;

/** A value of its own in every column. */
const FULL = {
  id: id(1),
  kind: "decision",
  purpose: "access",
  actorKind: "client",
  clientId: "a client",
  actorUserId: id(2),
  actorOid: id(3),
  actorName: `Tāne O'Connor "; DROP TABLE audit_event; --`,
  actorLogin: "a sign-in name",
  actorEntityId: id(4),
  actorRole: "a role",
  globalUsed: true,
  permission: "a permission",
  action: "an action",
  targetEntityId: id(5),
  targetType: "a type",
  targetId: "a target",
  targetLabel: "a label \\u0041 $1 \n ✓",
  outcome: "deny",
  reasonCode: "a code",
  result: "a result",
  changes: { name: { from: null, to: "x" }, count: { from: 1, to: 2 }, on: { from: true, to: false } },
  reason: "a reason",
  requestId: id(6),
  sessionId: id(7),
  sourceAddress: "127.0.0.1",
  userAgent: "an agent",
  pageView: true,
} as const;

const stored = (which: string) => database.client.auditEvent.findFirstOrThrow({ where: { id: which } });

test("every column is stored as given, and the time is the database's", async () => {
  const [clock] = await database.client.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  await inSystem((tx) => insertEvents(tx, [FULL]));
  const { at, ...rest } = await stored(FULL.id);
  expect(rest).toEqual({ ...FULL, searched: expect.any(String) });
  expect(at.getTime()).toBeGreaterThanOrEqual(clock?.now.getTime() ?? Number.NaN);
});

test("what is not given is stored as nothing at all, JSON included, and each row gets an id of its own", async () => {
  const empty = Object.fromEntries(Object.keys(FULL).map((key) => [key, null]));
  const { id: _, ...bare }: NewEvent = {
    ...FULL,
    ...empty,
    ...({
      kind: "change",
      actorKind: "user",
      globalUsed: false,
      pageView: false,
      action: "nothing.given",
      outcome: "grant",
      result: "committed",
      requestId: id(8),
    } as const),
    changes: SQL_NULL,
  };
  await inSystem((tx) => insertEvents(tx, [bare, bare]));
  const rows = await database.client.$queryRaw<{ id: string; empty: boolean; global_used: boolean }[]>`
    SELECT id, global_used, num_nonnulls(purpose, client_id, actor_user_id, actor_oid, actor_name, actor_login, actor_entity_id, actor_role, permission, target_entity_id, target_type,
      target_id, target_label, reason_code, changes, reason, session_id, source_address, user_agent) = 0 AS empty
    FROM audit_event WHERE request_id = ${id(8)}::uuid`;
  expect(rows.map(({ empty, global_used }) => ({ empty, global_used }))).toEqual(Array(2).fill({ empty: true, global_used: false }));
  expect(new Set(rows.map((row) => row.id.slice(14, 15)))).toEqual(new Set(["7"]));
  expect(new Set(rows.map((row) => row.id)).size).toBe(2);
});
