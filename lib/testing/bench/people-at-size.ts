import { command } from "@/lib/cli/run";
import { type Database, openPostgres, useDatabase } from "@/lib/db/client";
import { seedPeople } from "@/prisma/seed/many-people";
import { createPostgres } from "../databases";
import { casesFor, readersOf, timesOf } from "./people-cases";
import { exportEverybody } from "./people-export";
import { quantile } from "./statistics";

/**
 * What size costs: the list of users with a thousand people and with a million, over the same 2,000 entities on PostgreSQL, each
 * database made for this and dropped. Times are at the server, from the decision to the commit; one request at a time.
 */

const SIZES = [1_000, 1_000_000] as const;
const ENTITIES = 2_000;
const REQUESTS = 240;
const WARM_UP = 30;
const MOST_MILLISECONDS = 60;
const MOST_TIMES = 2;
const EXPORT = { perSecond: 20_000, aboveIdle: 80 };

type Figures = ReadonlyMap<string, { readonly p50: number; readonly p95: number }>;

async function withPeople<T>(users: number, work: (database: Database) => Promise<T>): Promise<T> {
  const { url, drop } = await createPostgres();
  try {
    const seconds = await seedPeople(url, { users, entities: ENTITIES });
    console.log(`${users.toLocaleString("en")} people loaded in ${seconds.toFixed(1)} s`);
    const database = openPostgres(url);
    useDatabase(database);
    return await work(database).finally(() => database.close());
  } finally {
    await drop();
  }
}

async function measure(database: Database): Promise<Figures> {
  const figures = new Map<string, { p50: number; p95: number }>();
  for (const reader of await readersOf(database)) {
    for (const one of await casesFor(database, reader)) {
      await timesOf(reader, one, WARM_UP);
      const times = await timesOf(reader, one, REQUESTS);
      figures.set(`${reader.name}: ${one.name}`, { p50: quantile(times, 0.5), p95: quantile(times, 0.95) });
    }
  }
  return figures;
}

/** Prints the table, and tells whether every target is met. */
function compare(small: Figures, large: Figures): boolean {
  let met = true;
  console.log(`\n${"".padEnd(52)}${["p95 1k", "p50 1M", "p95 1M", "ratio"].map((head) => head.padStart(9)).join("")}`);
  for (const [name, { p50, p95 }] of large) {
    const before = small.get(name)?.p95 ?? Number.NaN;
    const ratio = p95 / before;
    const good = p95 <= MOST_MILLISECONDS && ratio <= MOST_TIMES;
    met &&= good;
    console.log(`${name.padEnd(52)}${[before, p50, p95, ratio].map((value) => value.toFixed(1).padStart(9)).join("")}${good ? "" : "  not met"}`);
  }
  return met;
}

await command(async () => {
  const [small, large] = SIZES;
  const before = await withPeople(small, measure);
  await withPeople(large, async (database) => {
    const met = compare(before, await measure(database));
    console.log(`targets (p95 <= ${MOST_MILLISECONDS} ms and <= ${MOST_TIMES} times that of a thousand): ${met ? "met" : "not met"}\n`);
    const operator = (await readersOf(database)).at(-1);
    if (!operator) return;
    for (const format of ["csv", "jsonl"] as const) {
      const { rows, perSecond, aboveIdle } = await exportEverybody(operator.principal, format);
      const good = rows >= large && perSecond >= EXPORT.perSecond && aboveIdle <= EXPORT.aboveIdle;
      console.log(
        `export as ${format}: ${rows.toLocaleString("en")} rows, ${Math.round(perSecond).toLocaleString("en")} rows/s, ${aboveIdle.toFixed(0)} MB above idle: ${good ? "met" : "not met"}`,
      );
    }
  });
});
