import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "@/lib/platform/db/client";
import { freshDatabase } from "@/lib/testing/databases";
import { insertFirstVersion } from "./first-version";
import { hashOf } from "./hash";
import { configurationContent } from "./schema";

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

test("a market without a configuration gets its first version once, recorded, and ready for proposals", async () => {
  expect(await Promise.all([insertFirstVersion(), insertFirstVersion()])).toContain(true);
  expect(await insertFirstVersion()).toBe(false);
  const versions = await database.client.configurationVersion.findMany();
  expect(versions).toMatchObject([{ number: 1, authorName: "Rolebook" }]);
  expect(versions[0]?.hash).toBe(hashOf(configurationContent.parse(versions[0]?.content)));
  expect(await database.client.auditEvent.count({ where: { action: "configuration.started" } })).toBe(1);
});
