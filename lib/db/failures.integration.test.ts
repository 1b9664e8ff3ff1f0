import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { codeOf } from "@/lib/errors";
import { freshDatabase, RUNS_ON } from "@/lib/testing/databases";
import { outcomeOf } from "@/lib/testing/two-entities";
import type { Database } from "./client";
import { asAppError, isUniqueViolation } from "./failures";
import { inSystem, type SystemTx } from "./scope";

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const failing = (work: (tx: SystemTx) => Promise<unknown>) => outcomeOf(inSystem(work));

describe("what is no outage passes as it is", () => {
  const entity = { code: "KAURI", legalName: "Kauri Energy Limited", shortName: "Kauri" };

  test.each([
    ["22012", (tx: SystemTx) => tx.$queryRaw`SELECT 1 / 0`],
    ["42501", (tx: SystemTx) => tx.$executeRaw`DELETE FROM entity`],
    ["42P01", (tx: SystemTx) => tx.$queryRaw`SELECT * FROM nothing`],
    ["22P02", (tx: SystemTx) => tx.$queryRaw`SELECT 'x'::uuid`],
  ] as const)("%s", async (code, work) => {
    expect(await failing(work)).toBe(code);
  });

  test("a broken UNIQUE constraint is told from everything else", async () => {
    const twice = inSystem((tx) => tx.entity.createMany({ data: [entity, entity] }));
    const error = await twice.catch((thrown: unknown) => thrown);
    expect(isUniqueViolation(error)).toBe(true);
    expect(codeOf(asAppError(error))).toBe("UNEXPECTED");
    expect(isUniqueViolation(await inSystem((tx) => tx.$queryRaw`SELECT 1 / 0`).catch((thrown: unknown) => thrown))).toBe(false);
  });
});

if (RUNS_ON === "postgresql") {
  describe("an outage is UNAVAILABLE, however the client wraps it", () => {
    const hurried = (work: (tx: SystemTx) => Promise<unknown>) =>
      failing(async (tx) => {
        await tx.$executeRaw`SET LOCAL statement_timeout = '50ms'`;
        await work(tx);
      });

    test("a statement that takes too long", async () => {
      expect(await hurried((tx) => tx.$queryRaw`SELECT pg_sleep(5)::text`)).toBe("UNAVAILABLE");
      await database.client.$transaction(async (owner) => {
        await owner.$executeRaw`LOCK TABLE support_request IN ACCESS EXCLUSIVE MODE`;
        expect(await hurried((tx) => tx.supportRequest.findMany())).toBe("UNAVAILABLE");
      });
    });

    test("a connection that is ended, before the next statement or during one", async () => {
      for (let time = 0; time < 5; time++) {
        const ended = failing(async (tx) => {
          const [{ pid } = { pid: 0 }] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
          const end = () => database.client.$queryRaw`SELECT pg_terminate_backend(${pid}::int)`;
          if (time % 2 === 0) await end();
          await Promise.all([tx.$queryRaw`SELECT pg_sleep(5)::text`, end()]);
        });
        expect(await ended).toBe("UNAVAILABLE");
      }
    });

    test("and the next transaction works again", async () => {
      expect(await failing((tx) => tx.entity.count())).toBe("done");
    });
  });
} else {
  test("an embedded database that is closed is UNAVAILABLE", async () => {
    const elsewhere = await freshDatabase();
    await elsewhere.close();
    expect(await failing((tx) => tx.entity.count())).toBe("UNAVAILABLE");
  });
}
