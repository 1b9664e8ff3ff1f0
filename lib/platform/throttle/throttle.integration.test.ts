import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { inScope, inSystem } from "@/lib/platform/unit-of-work/scope";
import { person } from "@/lib/testing/principals";
import { callerFor, openTwoEntities, outcomeOf, stranger } from "@/lib/testing/two-entities";
import type { Limit } from "./limits";
import { assertWithinLimits, clearThrottle, countUses, exceededOf } from "./throttle";

process.env.SESSION_SECRET = "a secret of the tests, long enough to be accepted";

const limit: Limit = { name: "of-the-tests", most: 3, minutes: 60, exceeded: "You have knocked" };

let database: Database;
beforeAll(async () => {
  database = await openTwoEntities();
});
afterAll(() => database.close());

const as = <T>(work: (tx: ScopedTx) => Promise<T>, principal = person("viewer")) => inScope(callerFor(principal), "throttle.test", work);
const use = (subject: string, principal = person("viewer")) => as((tx) => assertWithinLimits(tx, [{ limit, subject }]), principal);
/** Moves time. The trigger fixes a window's end, for the owner too. */
const letTimePass = async () => {
  await database.client.$executeRaw`ALTER TABLE throttle DISABLE TRIGGER throttle_counts_up`;
  await database.client.$executeRaw`UPDATE throttle SET ends_at = now() - interval '1 second'`;
  await database.client.$executeRaw`ALTER TABLE throttle ENABLE TRIGGER throttle_counts_up`;
};

describe("a limit", () => {
  test("a limit allows its number of uses, then says what was exceeded and when to try again", async () => {
    for (let time = 0; time < 3; time++) await use("one");
    await expect(use("one")).rejects.toMatchObject({
      code: "TOO_MANY",
      message: expect.stringMatching(/^You have knocked 3 times within an hour, which is the limit\. Try again in (60|59) minutes, after .+\.$/),
    });
  });

  test("a limit counts each subject separately, ignoring letter case and the caller", async () => {
    for (const subject of ["two@x.example", "TWO@x.example", "Two@X.example"]) await use(subject);
    expect(await outcomeOf(use("two@x.example", stranger("viewer")))).toBe("TOO_MANY");
    expect(await outcomeOf(use("three@x.example"))).toBe("done");
  });

  test("a limit starts a new count when its window is over", async () => {
    for (let time = 0; time < 3; time++) await use("four");
    expect(await outcomeOf(use("four"))).toBe("TOO_MANY");
    await letTimePass();
    expect(await outcomeOf(use("four"))).toBe("done");
  });

  test("a limit ignores rolled-back uses, and a refusal does not lengthen the wait", async () => {
    for (let time = 0; time < 5; time++)
      await expect(
        as(async (tx) => {
          await assertWithinLimits(tx, [{ limit, subject: "five" }]);
          throw new Error("undone");
        }),
      ).rejects.toThrow("undone");
    for (let time = 0; time < 3; time++) expect(await outcomeOf(use("five"))).toBe("done");
  });

  test("a limit holds for twenty concurrent uses", async () => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => outcomeOf(use("six"))));
    expect(outcomes.filter((outcome) => outcome === "done")).toHaveLength(3);
  });

  test("a limit counts thousands of subjects in one statement", async () => {
    const uses = Array.from({ length: 5_000 }, (_, index) => ({ limit, subject: `many-${index}` }));
    expect(exceededOf(await inSystem((tx) => countUses(tx, uses)))).toBeNull();
  });

  test("a limit counts a subject once for each time it is named", async () => {
    const uses = (times: number) => Array.from({ length: times }, () => ({ limit, subject: "repeated" }));
    expect(await outcomeOf(as((tx) => assertWithinLimits(tx, uses(4))))).toBe("TOO_MANY");
    expect(await outcomeOf(as((tx) => assertWithinLimits(tx, uses(3))))).toBe("done");
    expect(await outcomeOf(as((tx) => assertWithinLimits(tx, uses(1))))).toBe("TOO_MANY");
  });
});

describe("the throttle table", () => {
  test("a person cannot lower a count, lengthen or end a window, or delete one", async () => {
    await use("seven");
    for (const statement of [
      "UPDATE throttle SET count = 0",
      "UPDATE throttle SET ends_at = now() - interval '1 hour'",
      "UPDATE throttle SET ends_at = ends_at + interval '1 second'",
      "DELETE FROM throttle",
      "INSERT INTO throttle (name, subject, count, ends_at) VALUES ('a', 'b', 1, now() + interval '10 years')",
      "INSERT INTO throttle (name, subject, count, ends_at) VALUES ('a', 'b', -1000, now() + interval '1 minute')",
    ])
      expect(await outcomeOf(as((tx) => tx.$executeRawUnsafe(statement))), statement).toMatch(/^(42501|23514)$/);
  });

  test("counters reveal no addresses and no people", async () => {
    await use("somebody@secret.example");
    const rows = await as((tx) => tx.throttle.findMany());
    expect(JSON.stringify(rows)).not.toContain("somebody");
  });

  test("only finished windows are deleted", async () => {
    await letTimePass();
    await use("eight");
    await clearThrottle.run();
    expect(await database.client.throttle.count()).toBe(1);
  });
});
