import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { codeOf } from "@/lib/platform/errors";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { freshDatabase, RUNS_ON } from "@/lib/testing/databases";
import { meetingPoint } from "@/lib/testing/meeting-point";
import { outcomeOf } from "@/lib/testing/two-entities";
import type { Database } from "./client";
import { asAppError, isUniqueViolation } from "./failures";
import type { SystemTx } from "./scoped-tx";

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const failing = (work: (tx: SystemTx) => Promise<unknown>) => outcomeOf(inSystem(work));

describe("errors that are no outage pass unchanged", () => {
  const entity = { code: "KAURI", legalName: "Kauri Energy Limited", shortName: "Kauri" };

  test.each([
    ["22012", (tx: SystemTx) => tx.$queryRaw`SELECT 1 / 0`],
    ["42501", (tx: SystemTx) => tx.$executeRaw`DELETE FROM entity`],
    ["42P01", (tx: SystemTx) => tx.$queryRaw`SELECT * FROM nothing`],
    ["22P02", (tx: SystemTx) => tx.$queryRaw`SELECT 'x'::uuid`],
  ] as const)("%s", async (code, work) => {
    expect(await failing(work)).toBe(code);
  });

  test("a UNIQUE violation is distinguished from every other error", async () => {
    const twice = inSystem((tx) => tx.entity.createMany({ data: [entity, entity] }));
    const error = await twice.catch((thrown: unknown) => thrown);
    expect(isUniqueViolation(error)).toBe(true);
    expect(codeOf(asAppError(error))).toBe("UNEXPECTED");
    expect(isUniqueViolation(await inSystem((tx) => tx.$queryRaw`SELECT 1 / 0`).catch((thrown: unknown) => thrown))).toBe(false);
  });
});

/** Fails with a PostgreSQL error code. */
const raising = (code: string) => (tx: SystemTx) => tx.$executeRawUnsafe(`DO $$ BEGIN RAISE EXCEPTION 'as it happens' USING ERRCODE = '${code}'; END $$`);

test.each(["08006", "08P01", "53100", "53200", "53400", "57P05", "58030", "58P01", "25006", "25P03", "55P03"])("%s is an outage: UNAVAILABLE", async (code) => {
  expect(await failing(raising(code))).toBe("UNAVAILABLE");
});

describe.each(["40001", "40P01"])("%s", (code) => {
  const failingTimes = (times: number) => {
    let attempts = 0;
    const work = async (tx: SystemTx) => {
      attempts += 1;
      await tx.entity.create({ data: { code: `C${code}${times}`, legalName: `Limited ${code} ${times}`, shortName: `${code} ${times}` } });
      if (attempts <= times) await raising(code)(tx);
    };
    return { work, attempts: () => attempts };
  };

  test("the transaction is retried from the start, and committed once", async () => {
    const { work, attempts } = failingTimes(2);
    expect([await failing(work), attempts()]).toEqual(["done", 3]);
    expect(await database.client.entity.count({ where: { code: `C${code}2` } })).toBe(1);
  });

  test("a persistent conflict is UNAVAILABLE after four attempts, with nothing committed", async () => {
    const { work, attempts } = failingTimes(99);
    expect([await failing(work), attempts()]).toEqual(["UNAVAILABLE", 4]);
    expect(await database.client.entity.count({ where: { code: `C${code}99` } })).toBe(0);
  });
});

test.each([
  [{ cause: { kind: "ConnectionClosed" } }, "UNAVAILABLE"],
  [{ cause: { kind: "postgres", originalCode: "53100" } }, "UNAVAILABLE"],
  [{ cause: { kind: "postgres", originalCode: "23514" } }, "UNEXPECTED"],
  [{ code: "ECONNREFUSED" }, "UNAVAILABLE"],
])("the bare adapter error %o is classified: %s", (bare, code) => {
  expect(codeOf(asAppError(Object.assign(new Error("bare"), bare)))).toBe(code);
});

if (RUNS_ON === "postgresql") {
  test("of two transactions that deadlock, one is retried, and both do their work", async () => {
    const data = ["Tui", "Kea"].map((name) => ({ code: name.toUpperCase(), legalName: `${name} Limited`, shortName: name }));
    await inSystem((tx) => tx.entity.createMany({ data }));
    const bothHaveTheirFirst = meetingPoint(2);
    let attempts = 0;
    const lockBoth = (codes: readonly string[]) =>
      failing(async (tx) => {
        attempts += 1;
        for (const [index, code] of codes.entries()) {
          await tx.$executeRaw`UPDATE entity SET version = version + 1 WHERE code = ${code}`;
          if (index === 0) await bothHaveTheirFirst();
        }
      });
    expect(await Promise.all([lockBoth(["TUI", "KEA"]), lockBoth(["KEA", "TUI"])])).toEqual(["done", "done"]);
    expect(attempts).toBe(3);
    expect(await database.client.entity.findMany({ where: { code: { in: ["TUI", "KEA"] } }, select: { version: true } })).toEqual([
      { version: 3 },
      { version: 3 },
    ]);
  });

  test("a read-only database is UNAVAILABLE", async () => {
    expect(
      await failing(async (tx) => {
        await tx.$executeRaw`SET TRANSACTION READ ONLY`;
        await tx.entity.updateMany({ data: { legalName: "x" } });
      }),
    ).toBe("UNAVAILABLE");
  });

  describe("outages are UNAVAILABLE, however the client wraps them", () => {
    const hurried = (work: (tx: SystemTx) => Promise<unknown>) =>
      failing(async (tx) => {
        await tx.$executeRaw`SET LOCAL statement_timeout = '50ms'`;
        await work(tx);
      });

    test("a statement that takes too long is UNAVAILABLE", async () => {
      expect(await hurried((tx) => tx.$queryRaw`SELECT pg_sleep(5)::text`)).toBe("UNAVAILABLE");
      await database.client.$transaction(async (owner) => {
        await owner.$executeRaw`LOCK TABLE support_request IN ACCESS EXCLUSIVE MODE`;
        expect(await hurried((tx) => tx.supportRequest.findMany())).toBe("UNAVAILABLE");
      });
    });

    test("a terminated connection is UNAVAILABLE, before the next statement or during one", async () => {
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

    test("the next transaction works again", async () => {
      expect(await failing((tx) => tx.entity.count())).toBe("done");
    });
  });
} else {
  test("a closed embedded database is UNAVAILABLE", async () => {
    const elsewhere = await freshDatabase();
    await elsewhere.close();
    expect(await failing((tx) => tx.entity.count())).toBe("UNAVAILABLE");
  });
}
