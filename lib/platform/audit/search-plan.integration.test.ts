import { afterAll, beforeAll, expect, test } from "vitest";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import type { Database } from "@/lib/platform/db/client";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { OWN_ENTITY } from "@/lib/testing/principals";
import { countingRows } from "@/lib/testing/rows-read";
import { globalOperator, openTestWorld, readAs, walk } from "@/lib/testing/world";
import type { AuditListParams } from "./list";
import { listAudit } from "./queries";

/** More entries than are read along before a text is looked up, and how many the planner takes them for. */
const ENTRIES = 12_000;
const TAKEN_FOR = 1_000_000;

let database: Database;

/** Walkers everywhere, one Zelda among the oldest, an Ōtene in every fourth hundred, refusals in every thousandth entry. */
beforeAll(async () => {
  database = await openTestWorld();
  // As the owner: whatever the portal itself writes is in the database's time.
  await database.client.$executeRaw`
      INSERT INTO audit_event (id, at, kind, purpose, actor_name, action, target_entity_id, outcome, result, request_id)
      SELECT gen_random_uuid(), timestamptz '2026-01-01 00:00:00Z' + n * interval '1 second',
        (CASE WHEN n % 7 = 0 THEN 'change' ELSE 'decision' END)::audit_kind, CASE WHEN n % 7 = 0 THEN NULL ELSE 'access'::audit_purpose END,
        CASE WHEN n = 40 THEN 'Zelda Zhou' WHEN n % 400 < 10 THEN 'Hēmi Ōtene' ELSE 'Mere Walker' END, 'users.setStatus', ${OWN_ENTITY}::uuid,
        (CASE WHEN n % 1000 = 0 THEN 'deny' ELSE 'grant' END)::audit_outcome, 'committed', gen_random_uuid()
      FROM generate_series(1, ${ENTRIES}::int) n`;
  // These months were before the portal, and are in one partition.
  await database.client.$executeRaw`ALTER TABLE audit_event_default SET (autovacuum_enabled = off)`;
  await database.client.$executeRaw`ANALYZE audit_event`;
  await database.client.$executeRaw`UPDATE pg_class SET reltuples = ${TAKEN_FOR}::real WHERE oid = 'audit_event_default'::regclass`;
});
afterAll(() => database.close());

/** What the tests themselves leave on the record is later. */
const DAY = { from: "2026-01-01T00:00", to: "2026-01-02T00:00" };
const searched = (params: AuditListParams) =>
  readAs(globalOperator, async (tx) => {
    const page = await listAudit(tx, authorize(tx, "Market.Operate", EVERY_ENTITY), { ...DAY, ...params }, "UTC");
    const [left] = await tx.$queryRaw<object[]>`
      SELECT current_setting('enable_bitmapscan') AS bitmap, current_setting('enable_indexscan') AS index, current_setting('enable_seqscan') AS sequential`;
    expect(left, "the plan ends with the search").toEqual({ bitmap: "on", index: "on", sequential: "on" });
    return page;
  });

test.each<AuditListParams>([
  { q: "zelda zhou" },
  { q: "otene" },
  { q: "HEMI O", kind: "change" },
  { q: "walker", outcome: "deny" },
  { q: "Otene", outcome: "deny" },
  { q: "mere", from: "2026-01-01T00:01", to: "2026-01-01T00:03" },
  { outcome: "deny", kind: "change" },
  { kind: "change", from: "2026-01-01T00:01", to: "2026-01-01T00:10" },
])("a search of a long log finds what it should, each once and the newest first, there and back: %j", async (params) => {
  const entries = await database.client.auditEvent.findMany({
    where: {
      at: { gte: new Date(`${params.from ?? DAY.from}Z`), lt: new Date(new Date(`${params.to ?? DAY.to}Z`).getTime() + 60_000) },
      ...(params.outcome ? { outcome: params.outcome } : {}),
      ...(params.kind ? { kind: params.kind } : {}),
    },
    orderBy: [{ at: "desc" }, { id: "desc" }],
  });
  const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const expected = entries.filter(({ actorName }) => plain(actorName ?? "").includes(plain(params.q ?? ""))).map(({ id }) => id);
  expect(expected.length).toBeGreaterThan(0);
  const { forward, back } = await walk((cursor) => searched({ ...params, ...(cursor ? { cursor } : {}) }));
  for (const pages of [forward, back]) expect(pages.flat().map(({ id }) => id)).toEqual(expected);
});

test("what is no decision has neither a permission nor a purpose, so that such a filter reads nothing", async () => {
  for (const params of [
    { kind: "change", permission: "Users.Promote" },
    { kind: "sign_in", purpose: "access" },
    { kind: "change", purpose: "visibility" },
  ] as const) {
    expect(await searched(params)).toEqual({ rows: [], next: null, previous: null });
  }
});

test.each<AuditListParams>([{ outcome: "deny", to: "2026-01-01T00:10" }, { kind: "sign_in" }, { purpose: "visibility" }])(
  "a filter that matches nothing of a long log reads next to nothing of it: %j",
  async (params) => {
    const { value, read } = await readAs(globalOperator, (tx) => {
      const grant = authorize(tx, "Market.Operate", EVERY_ENTITY);
      return countingRows(tx, "audit_event", () => listAudit(tx, grant, { ...DAY, ...params }, "UTC"));
    });
    expect(value.rows).toEqual([]);
    expect(read).toBeLessThan(100);
  },
);
