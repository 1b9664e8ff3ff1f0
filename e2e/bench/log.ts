import { performance } from "node:perf_hooks";
import { command } from "@/lib/cli/run";
import { exportedLog, readLogExport } from "@/lib/domain/audit/export";
import type { LogSearch } from "@/lib/domain/audit/schema";
import { readBars, readLogRows } from "@/lib/domain/audit/view";
import type { ReadLog } from "@/lib/platform/audit/log";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import { type Database, openPostgres, useDatabase } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { TOO_SLOW } from "@/lib/platform/db/within";
import type { Step } from "@/lib/platform/operations/step";
import { MARKET_ZONE } from "@/lib/platform/time/market-clock";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { createPostgres } from "@/lib/testing/databases";
import { person } from "@/lib/testing/principals";
import { callerFor } from "@/lib/testing/two-entities";
import { seedPeople } from "@/prisma/seed/many-people";
import { seedLog } from "./log-entries";
import { quantile } from "./statistics";

/** The audit log with a million entries on PostgreSQL. Times are at the server, from the decision to the commit, one request at a time. */

const ENTRIES = Number(process.argv[2] ?? 1_000_000);
const PEOPLE = 20_000;
const ENTITIES = 200;
const REQUESTS = 120;
const WARM_UP = 8;
const LIST_MOST = 100;
const BARS_MOST = 150;
const EXPORT = { perSecond: 20_000, aboveIdle: 120 };

const caller = callerFor(person("operator", { globalAppRole: true }));
const asOperator = <T>(work: (tx: ScopedTx, grant: ReadLog) => Promise<T>): Promise<T> =>
  inScope(caller, "audit.list", (tx) => work(tx, authorize(tx, "Market.Operate", EVERY_ENTITY)));

type Case = readonly [name: string, ...ways: readonly string[]];

/** Each preset and filter; the ways of one are asked in turn. */
async function casesFor({ client }: Database): Promise<readonly Case[]> {
  const [user] = await client.user.findMany({ orderBy: { id: "asc" }, skip: 3, take: 1 });
  const event = await client.auditEvent.findFirstOrThrow({ where: { kind: "change" }, select: { requestId: true, sessionId: true } });
  return [
    ["no filter", ""],
    ["preset 1 h", "since:1h"],
    ["preset 24 h", "since:24h"],
    ["preset 7 d", "since:7d"],
    ["preset 30 d", "since:30d"],
    ["custom range, long ago", "since:300d until:290d", "since:200d until:100d"],
    ["by", `by:${user?.id}`, `by:${user?.email}`, "by:portal", "by:parata"],
    ["about", `about:user/${user?.id}`, "about:e7", `about:${user?.email}`, "about:walker"],
    ["person", `person:${user?.id}`],
    ["action", "action:user.role_changed", "action:role", "action:session", "action:halt"],
    ["permission", "permission:Users.Promote", "permission:Market.Operate", "permission:Credit.Override"],
    ["outcome", "outcome:refused", "outcome:granted"],
    ["entity", "entity:E7", "entity:E150"],
    ["kind", "kind:change", "kind:sign-in", "kind:decision"],
    ["request, session", `request:${event.requestId}`, `session:${event.sessionId}`],
    ["show", "show:views", "show:everything", "show:drawn"],
    ["free text", "parata", "aroha walker", "ticket", "10.77.3.7", "permission_missing", '"desk, ticket 77"', "zzqx", "o'connor"],
    ["several", "outcome:refused entity:E7 since:30d", "kind:change walker since:90d", "action:role about:e7", `by:${user?.email} outcome:refused`],
  ];
}

const params = (q: string): LogSearch & { zone: typeof MARKET_ZONE } => ({ q, zone: MARKET_ZONE });

async function times(ways: readonly string[], work: (q: string) => Promise<unknown>): Promise<{ readonly took: readonly number[]; readonly slow: number }> {
  const took: number[] = [];
  let slow = 0;
  for (let request = -WARM_UP; request < REQUESTS; request++) {
    const start = performance.now();
    const answer = await work(ways[(request + WARM_UP) % ways.length] ?? "");
    if (request < 0) continue;
    took.push(performance.now() - start);
    if (answer === TOO_SLOW) slow++;
  }
  return { took, slow };
}

const column = (value: number) => value.toFixed(1).padStart(9);

async function measure(database: Database): Promise<boolean> {
  let met = true;
  console.log(`\n${"".padEnd(28)}${["list p50", "p95", "bars p50", "p95"].map((text) => text.padStart(9)).join("")}`);
  for (const [name, ...ways] of await casesFor(database)) {
    const list = await times(ways, (q) => asOperator((tx, grant) => readLogRows(tx, grant, params(q))));
    const bars = await times(ways, (q) => asOperator((tx, grant) => readBars(tx, grant, params(q))));
    const [p95, barsP95] = [quantile(list.took, 0.95), quantile(bars.took, 0.95)];
    const good = p95 <= LIST_MOST && barsP95 <= BARS_MOST && list.slow === 0;
    met &&= good;
    const slow = bars.slow > 0 ? `  ${bars.slow} of ${REQUESTS} bars were given up` : "";
    console.log(
      `${name.padEnd(28)}${[quantile(list.took, 0.5), p95, quantile(bars.took, 0.5), barsP95].map(column).join("")}${good ? "" : "  not met"}${slow}`,
    );
  }
  return met;
}

const MEGABYTE = 2 ** 20;

async function exportAll(): Promise<void> {
  const step: Step<"Market.Operate"> = (work) => inScope(caller, "audit.export", (tx) => work({ tx, grant: authorize(tx, "Market.Operate", EVERY_ENTITY) }));
  const counted = performance.now();
  const { count } = await asOperator((tx, grant) => readLogExport(tx, grant, params("show:everything")));
  console.log(`\ncounted ${Number(count).toLocaleString("en")} entries in ${(performance.now() - counted).toFixed(0)} ms`);
  for await (const _ of exportedLog({ input: { ...params("since:1d"), format: "csv" }, step }));
  globalThis.gc?.();
  const idle = process.memoryUsage().rss / MEGABYTE;
  for (const format of ["csv", "jsonl"] as const)
    for (const q of ["show:everything", "outcome:refused"]) {
      let [rows, peak] = [0, 0];
      const start = performance.now();
      for await (const text of exportedLog({ input: { ...params(q), format }, step })) {
        rows += text.split("\n").length - 1;
        peak = Math.max(peak, process.memoryUsage().rss / MEGABYTE);
      }
      const perSecond = (rows * 1_000) / (performance.now() - start);
      const good = (q !== "show:everything" || perSecond >= EXPORT.perSecond) && peak - idle <= EXPORT.aboveIdle;
      console.log(
        `export of “${q}” as ${format}: ${rows.toLocaleString("en")} rows, ${Math.round(perSecond).toLocaleString("en")} rows/s, ${(peak - idle).toFixed(0)} MB above idle: ${good ? "met" : "not met"}`,
      );
    }
}

await command(async () => {
  const { url, drop } = await createPostgres();
  try {
    await seedPeople(url, { users: PEOPLE, entities: ENTITIES });
    const database = openPostgres(url);
    console.log(`${ENTRIES.toLocaleString("en")} entries loaded in ${(await seedLog(url, ENTRIES)).toFixed(0)} s`);
    useDatabase(database);
    try {
      const met = await measure(database);
      console.log(`targets (list p95 <= ${LIST_MOST} ms, bars p95 <= ${BARS_MOST} ms): ${met ? "met" : "not met"}`);
      await exportAll();
    } finally {
      await database.close();
    }
  } finally {
    await drop();
  }
});
