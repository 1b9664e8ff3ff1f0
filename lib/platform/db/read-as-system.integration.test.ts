import { afterAll, beforeAll, expect, test } from "vitest";
import { readAsSystem } from "@/lib/platform/unit-of-work/scope";
import { freshDatabase } from "@/lib/testing/databases";
import type { Database } from "./client";

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const whoami = "SELECT current_user::text AS role, current_setting('portal.user', true) AS person";

test("a single statement runs as portal_system without a principal, and leaves neither on the connection", async () => {
  const [before] = await database.client.$queryRawUnsafe<{ role: string }[]>(whoami);
  expect(before?.role).not.toBe("portal_system");
  expect(await readAsSystem`SELECT current_user::text AS role, current_setting('portal.user', true) AS person`).toEqual([
    { role: "portal_system", person: "" },
  ]);
  expect(await database.client.$queryRawUnsafe(whoami)).toMatchObject([{ role: before?.role }]);
});

test("a value in the template is sent as a parameter", async () => {
  const text = "x' OR true --";
  expect(await readAsSystem`SELECT ${text}::text AS said`).toEqual([{ said: text }]);
});

test("concurrent reads each get their own answer", async () => {
  const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => readAsSystem<{ n: number }>`SELECT ${n}::int AS n`));
  expect(answers.map(([row]) => row?.n)).toEqual(Array.from({ length: 40 }, (_, n) => n));
});

test("a read beyond the role's rights is an error and returns no rows", async () => {
  await expect(readAsSystem`SELECT * FROM _prisma_migrations`).rejects.toThrow(/permission denied/);
});
