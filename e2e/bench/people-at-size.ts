import { command } from "@/lib/cli/run";
import { type Database, openPostgres, useDatabase } from "@/lib/platform/db/client";
import { administer, createPostgres } from "@/lib/testing/databases";
import { seedPeople } from "@/prisma/seed/many-people";
import { type Case, casesFor, type Reader, readersOf, timeOf } from "./people-cases";
import { exportEverybody } from "./people-export";
import { quantile } from "./statistics";

/**
 * The user list with a thousand users and with a million, over the same 2,000 entities, in two temporary PostgreSQL databases. Times
 * are server-side, from the decision to the commit, one request at a time. The databases alternate in short rounds, so that noise on
 * the machine affects both.
 */

const SIZES = [1_000, 1_000_000] as const;
const ENTITIES = 2_000;
const REQUESTS = 1_200;
const WARM_UP = 30;
const TURN = 30;
const MOST_MILLISECONDS = 60;
const MOST_TIMES = 2;
const EXPORT = { perSecond: 20_000, aboveIdle: 80 };

type Asked = { readonly database: Database; readonly reader: Reader; readonly cases: readonly Case[] };
type Figures = { readonly name: string; readonly p95: readonly number[]; readonly p50: readonly number[] };

async function withPeople<T>(users: number, work: (database: Database) => Promise<T>): Promise<T> {
  const { url, drop } = await createPostgres();
  try {
    const seconds = await seedPeople(url, { users, entities: ENTITIES });
    console.log(`${users.toLocaleString("en")} people loaded in ${seconds.toFixed(1)} s`);
    // Checkpoint first, so reads do not wait for the load's writes.
    await administer("CHECKPOINT");
    const database = openPostgres(url);
    return await work(database).finally(() => database.close());
  } finally {
    await drop();
  }
}

async function* measure(databases: readonly Database[]): AsyncGenerator<Figures> {
  const asked = await Promise.all(databases.map(askedOf));
  for (const [index, { reader, cases }] of (asked[0] ?? []).entries())
    for (const [nth, { name }] of cases.entries()) {
      const times = await inTurns(
        asked.flatMap((readers) => readers.slice(index, index + 1)),
        nth,
      );
      yield { name: `${reader.name}: ${name}`, p95: times.map((each) => quantile(each, 0.95)), p50: times.map((each) => quantile(each, 0.5)) };
    }
}

const askedOf = async (database: Database): Promise<readonly Asked[]> =>
  Promise.all((await readersOf(database)).map(async (reader) => ({ database, reader, cases: await casesFor(database, reader) })));

/** Milliseconds per request of one case, for each database. */
async function inTurns(asked: readonly Asked[], nth: number): Promise<readonly (readonly number[])[]> {
  const times = asked.map((): number[] => []);
  for (let turn = -WARM_UP; turn < REQUESTS; turn += TURN)
    for (const [index, { database, reader, cases }] of asked.entries()) {
      const ways = cases[nth]?.ways ?? [];
      useDatabase(database);
      for (let request = turn; request < turn + TURN; request++) {
        const took = await timeOf(reader, ways[(request + WARM_UP) % ways.length] ?? {});
        if (request >= 0) times[index]?.push(took);
      }
    }
  return times;
}

const columns = (values: readonly (number | string)[]): string =>
  values.map((value) => (typeof value === "number" ? value.toFixed(1) : value).padStart(9)).join("");

/** Prints the table and returns whether every target is met. */
async function compare(small: Database, large: Database): Promise<boolean> {
  let met = true;
  console.log(`\n${"".padEnd(52)}${columns(["p50 1k", "p50 1M", "p95 1k", "p95 1M", "ratio"])}`);
  for await (const { name, p50, p95 } of measure([small, large])) {
    const [before = Number.NaN, after = Number.NaN] = p95;
    const good = after <= MOST_MILLISECONDS && after / before <= MOST_TIMES;
    met &&= good;
    console.log(`${name.padEnd(52)}${columns([...p50, before, after, after / before])}${good ? "" : "  not met"}`);
  }
  return met;
}

await command(() =>
  withPeople(SIZES[0], (small) =>
    withPeople(SIZES[1], async (large) => {
      const met = await compare(small, large);
      console.log(`targets (p95 <= ${MOST_MILLISECONDS} ms and <= ${MOST_TIMES} times that of a thousand): ${met ? "met" : "not met"}\n`);
      const operator = (await readersOf(large)).at(-1);
      if (!operator) return;
      useDatabase(large);
      for await (const { format, rows, perSecond, aboveIdle } of exportEverybody(operator.principal)) {
        const good = rows >= SIZES[1] && perSecond >= EXPORT.perSecond && aboveIdle <= EXPORT.aboveIdle;
        console.log(
          `export as ${format}: ${rows.toLocaleString("en")} rows, ${Math.round(perSecond).toLocaleString("en")} rows/s, ${aboveIdle.toFixed(0)} MB above idle: ${good ? "met" : "not met"}`,
        );
      }
    }),
  ),
);
