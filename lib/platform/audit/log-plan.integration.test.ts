import { afterAll, beforeAll, expect, test } from "vitest";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import type { Database } from "@/lib/platform/db/client";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { OWN_ENTITY } from "@/lib/testing/principals";
import { countingRows } from "@/lib/testing/rows-read";
import { globalOperator, openTestWorld, readAs, walk } from "@/lib/testing/world";
import { readLogPage } from "./log";
import type { LogFilter } from "./log-filter";

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
const at = (time: string) => new Date(`2026-01-01T${time}Z`);
const DAY = { since: at("00:00"), until: new Date("2026-01-02T00:00Z") };
const searched = (filter: LogFilter, cursor?: string) =>
  readAs(globalOperator, (tx) => readLogPage(tx, authorize(tx, "Market.Operate", EVERY_ENTITY), { ...DAY, ...filter }, cursor));

test.each<LogFilter>([
  { texts: ["zelda zhou"] },
  { texts: ["otene"] },
  { texts: ["HEMI O"], kind: "change" },
  { texts: ["walker"], outcome: "deny" },
  { texts: ["Otene"], outcome: "deny" },
  { texts: ["mere"], since: at("00:01"), until: at("00:04") },
  { outcome: "deny", kind: "change" },
  { kind: "change", since: at("00:01"), until: at("00:11") },
])("a search of a long log finds what it should, each once and the newest first, there and back: %j", async (filter) => {
  const entries = await database.client.auditEvent.findMany({
    where: {
      at: { gte: filter.since ?? DAY.since, lt: filter.until ?? DAY.until },
      ...(filter.outcome ? { outcome: filter.outcome } : {}),
      ...(filter.kind ? { kind: filter.kind } : {}),
    },
    orderBy: [{ at: "desc" }, { id: "desc" }],
  });
  const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const expected = entries.filter(({ actorName }) => (filter.texts ?? []).every((text) => plain(actorName ?? "").includes(plain(text)))).map(({ id }) => id);
  expect(expected.length).toBeGreaterThan(0);
  const { forward, back } = await walk((cursor) => searched(filter, cursor));
  for (const pages of [forward, back]) expect(pages.flat().map(({ id }) => id)).toEqual(expected);
});

test.each<LogFilter>([{ kind: "change", permission: "Users.Promote" }, { actions: [] }])(
  "what cannot match reads next to nothing of a long log: %j",
  async (filter) => {
    const { value, read } = await readAs(globalOperator, (tx) => {
      const grant = authorize(tx, "Market.Operate", EVERY_ENTITY);
      return countingRows(tx, "audit_event", () => readLogPage(tx, grant, { ...DAY, ...filter }));
    });
    expect(value.rows).toEqual([]);
    expect(read).toBeLessThan(6_000);
  },
);

test.each<LogFilter>([{ outcome: "deny", until: at("00:10") }, { kind: "sign_in" }, { texts: ["nobody at all"] }, { by: { kind: "system" } }])(
  "a filter that matches nothing of a long log reads a bounded part of it: %j",
  async (filter) => {
    const { value, read } = await readAs(globalOperator, (tx) => {
      const grant = authorize(tx, "Market.Operate", EVERY_ENTITY);
      return countingRows(tx, "audit_event", () => readLogPage(tx, grant, { ...DAY, ...filter }));
    });
    expect(value.rows).toEqual([]);
    expect(read).toBeLessThan(ENTRIES);
  },
);
