import { PrismaPg } from "@prisma/adapter-pg";
import { Pool } from "pg";
import { command } from "@/lib/cli/run";
import { PrismaClient } from "@/lib/generated/prisma/client";
import { type Database, openPostgres, useDatabase } from "@/lib/platform/db/client";
import { readiness } from "@/lib/platform/health/ready";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { type FaultyNetwork, faultyNetwork } from "@/lib/testing/faulty-network";
import { outcomeOf } from "@/lib/testing/two-entities";

/**
 * `npm run bench:pool`: drops all traffic between the portal and PostgreSQL, for open and new connections, then restores it. Prints
 * the longest answer of health and of a request during the outage and the recovery time, beside a plain node-postgres pool.
 */

/** Milliseconds. */
const DEAF_FOR = 20_000;
const BETWEEN_QUESTIONS = 250;
const GIVEN_UP_AFTER = 60_000;
const TARGETS = { health: 2_000, request: 15_000, recovery: 15_000 } as const;
const REQUESTS = 20;

type Figures = Record<keyof typeof TARGETS, number>;

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return performance.now() - started;
};

const request = () => outcomeOf(inSystem((tx) => tx.entity.count()));
const many = () => Promise.all(Array.from({ length: REQUESTS }, () => timed(request)));
const pause = (time: number) => new Promise((resolve) => setTimeout(resolve, time));
/** An unanswered query counts with its time limit. */
const atMost = (work: Promise<unknown>): Promise<unknown> => Promise.race([work, pause(GIVEN_UP_AFTER)]);

async function measure(network: FaultyNetwork, database: Database): Promise<Figures> {
  useDatabase(database);
  await many();
  await readiness();
  network.forget({ all: true });
  const begun = performance.now();
  const requests = many();
  const health: number[] = [];
  while (performance.now() - begun < DEAF_FOR) {
    health.push(await timed(readiness));
    await pause(BETWEEN_QUESTIONS);
  }
  network.mend();
  const recovery = await timed(() => atMost(recovered()));
  const waited = await timed(() => atMost(requests));
  return { health: Math.max(...health), request: waited < GIVEN_UP_AFTER ? Math.max(...(await requests)) : Number.POSITIVE_INFINITY, recovery };
}

/** Waits until health and as many requests as the pool has connections all succeed. */
async function recovered(): Promise<void> {
  const isWell = async () => {
    const outcomes = await Promise.all(Array.from({ length: REQUESTS }, request));
    return outcomes.every((outcome) => outcome === "done") && (await readiness()) === "ready";
  };
  while (!(await isWell())) await pause(BETWEEN_QUESTIONS);
}

function openPlain(connectionString: string): Database {
  const open = (max: number) => new PrismaPg(new Pool({ connectionString, max }), { disposeExternalPool: true });
  const adapter = open(10);
  const client = new PrismaClient({ adapter });
  const anonymous = new PrismaClient({ adapter: open(2) });
  return { kind: "postgresql", client, anonymous, adapter, close: async () => {} };
}

const POOLS = { "the portal's pool": openPostgres, "node-postgres' own": openPlain } as const;

const seconds = (time: number): string => (time >= GIVEN_UP_AFTER ? `more than ${GIVEN_UP_AFTER / 1_000}` : (time / 1_000).toFixed(2)).padStart(18);

await command(async () => {
  console.log(
    `deaf for ${DEAF_FOR / 1_000} s, in seconds\n${"".padEnd(24)}${["longest health", "longest request", "until recovered"].map((name) => name.padStart(18)).join("")}`,
  );
  for (const [name, open] of Object.entries(POOLS)) {
    const network = await faultyNetwork();
    const database = open(network.url);
    const { health, request, recovery } = await measure(network, database);
    const isMet = health <= TARGETS.health && request <= TARGETS.request && recovery <= TARGETS.recovery;
    const isOurs = open === openPostgres;
    console.log(`${name.padEnd(24)}${seconds(health)}${seconds(request)}${seconds(recovery)}${isOurs ? `   targets: ${isMet ? "met" : "not met"}` : ""}`);
    if (isOurs && !isMet) process.exitCode = 1;
    await database.close();
    await network.stop();
  }
  // Exit despite connections that a pool still waits for.
  process.exit();
});
