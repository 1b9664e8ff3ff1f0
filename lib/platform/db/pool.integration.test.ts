import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { readiness } from "@/lib/platform/health/ready";
import { inAnonymousScope, inSystem } from "@/lib/platform/unit-of-work/scope";
import { administer, RUNS_ON } from "@/lib/testing/databases";
import { type FaultyNetwork, faultyNetwork } from "@/lib/testing/faulty-network";
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
    await database.close();
    await network.stop();
  });

  const read = (tx: SystemTx) => tx.$queryRaw`SELECT pg_sleep(0.1)::text`;
  const many = (count: number) => Promise.all(Array.from({ length: count }, () => timed(() => outcomeOf(inSystem(read)))));
  const timed = async (work: () => Promise<string>) => {
    const started = performance.now();
    return { outcome: await work(), took: performance.now() - started };
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
    const held = Array.from({ length: 120 }, () => outcomeOf(inAnonymousScope((tx) => tx.$queryRaw`SELECT pg_sleep(60)::text`)));
    const started = performance.now();
    const answers = await many(10);
    expect(new Set(answers.map(({ outcome }) => outcome))).toEqual(new Set(["done"]));
    expect(performance.now() - started).toBeLessThan(LONG);
    const outcomes = await Promise.all(held);
    expect(new Set(outcomes)).toEqual(new Set(["UNAVAILABLE"]));
    expect(performance.now() - started).toBeLessThan(LONG);
  });
});
