import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { readiness } from "@/lib/platform/health/ready";
import { inAnonymousScope, inSystem } from "@/lib/platform/unit-of-work/scope";
import { administer, POSTGRES, RUNS_ON } from "@/lib/testing/databases";
import { type FaultyNetwork, faultyNetwork } from "@/lib/testing/faulty-network";
import { rowsOf } from "@/lib/testing/plain-owner";
import { outcomeOf } from "@/lib/testing/two-entities";
import { type Database, openPostgres, useDatabase } from "./client";
import type { SystemTx } from "./scoped-tx";

/** Twice the limits on an idle machine (15 s), in milliseconds: a busy machine is no failure, and a call without a limit hangs for minutes. */
const LONG = 30_000;

describe.runIf(RUNS_ON === "postgresql")("connections that die silently", () => {
  let network: FaultyNetwork;
  let database: Database;
  beforeAll(async () => {
    network = await faultyNetwork();
    database = openPostgres(network.url);
    useDatabase(database);
  });
  afterEach(() => network.mend());
  afterAll(async () => {
    // First, or closing would wait for a connection that never answers.
    await network.stop();
    await database.close();
  });

  const read = (tx: SystemTx) => tx.$queryRaw`SELECT pg_sleep(0.1)::text`;
  const many = (count: number) => Promise.all(Array.from({ length: count }, () => timed(() => outcomeOf(inSystem(read)))));
  const timed = async (work: () => Promise<string>) => {
    const started = performance.now();
    const silence = sleep(LONG, "no answer", { ref: false });
    return { outcome: await Promise.race([work(), silence]), took: performance.now() - started };
  };
  /** How many connections wait for an anonymous request, as the server itself sees it. */
  const asleep = async () => {
    const [row] = await rowsOf(
      POSTGRES,
      `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = '${new URL(network.url).pathname.slice(1)}' AND state = 'active' AND query LIKE '%pg_sleep(60)%'`,
    );
    return Number(row?.n);
  };
  const slowest = (all: readonly { took: number }[]) => Math.max(...all.map(({ took }) => took));

  test("idle dead connections are replaced with no more than a pause", async () => {
    await many(10);
    network.forget();
    await administer("SELECT pg_sleep(0.6)");
    const answers = await many(20);
    expect(new Set(answers.map(({ outcome }) => outcome))).toEqual(new Set(["done"]));
    expect(slowest(answers)).toBeLessThan(LONG);
    expect(slowest(await many(10))).toBeLessThan(LONG);
  });

  test("a connection that dies in a transaction is UNAVAILABLE within fifteen seconds, and not reused", async () => {
    const { outcome, took } = await timed(() =>
      outcomeOf(
        inSystem(async (tx) => {
          network.forget();
          await tx.$queryRaw`SELECT 1`;
        }),
      ),
    );
    expect([outcome, took < LONG]).toEqual(["UNAVAILABLE", true]);
    expect(slowest(await many(10))).toBeLessThan(LONG);
  });

  test("a dead network leaves no request hanging and health within two seconds, and recovers within fifteen seconds of its repair", async () => {
    await many(10);
    network.forget({ all: true });
    const hanging = many(20);
    for (let time = 0; time < 3; time++) {
      const health = await timed(readiness);
      expect([health.outcome, health.took < LONG]).toEqual(["database", true]);
    }
    const answers = await hanging;
    expect(new Set(answers.map(({ outcome }) => outcome))).toEqual(new Set(["UNAVAILABLE"]));
    expect(slowest(answers)).toBeLessThan(LONG);
    network.mend();
    const mended = performance.now();
    while ((await outcomeOf(inSystem(read))) !== "done" || (await readiness()) !== "ready") expect(performance.now() - mended).toBeLessThan(LONG);
  });

  test("anonymous requests on dead connections take none from signed-in people, who have a pool of their own", async () => {
    let settled = 0;
    const settle = (outcome: string) => {
      settled++;
      return outcome;
    };
    const held = Array.from({ length: 120 }, () => outcomeOf(inAnonymousScope((tx) => tx.$queryRaw`SELECT pg_sleep(60)::text`)).then(settle));
    const counted = (async () => {
      const used: number[] = [];
      while (settled < held.length) used.push(await asleep());
      return used;
    })();
    const started = performance.now();
    const answers = await many(10);
    expect(new Set(answers.map(({ outcome }) => outcome))).toEqual(new Set(["done"]));
    expect(performance.now() - started).toBeLessThan(LONG);
    const used = await counted;
    expect([Math.max(...used) > 0, Math.max(...used) <= 2]).toEqual([true, true]);
    const outcomes = await Promise.all(held);
    expect(new Set(outcomes)).toEqual(new Set(["UNAVAILABLE"]));
    expect(performance.now() - started).toBeLessThan(LONG);
  });
});
