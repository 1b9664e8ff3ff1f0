import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RequestInfo } from "@/lib/audit/event";
import type { Database } from "@/lib/db/client";
import { freshDatabase } from "@/lib/testing/databases";
import { recordCountedRefusals } from "./refused";
import { refuse } from "./sign-in";

process.env.SESSION_SECRET = "a secret of the tests, long enough to be accepted";

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const from = (sourceAddress: string): RequestInfo => ({ requestId: randomUUID(), sessionId: null, sourceAddress, userAgent: "test" });
const refused = async (times: number, address: string) => {
  for (let time = 0; time < times; time++) await refuse({ code: "SIGN_IN_FAILED" }, null, from(address));
};
const recorded = (sourceAddress: string) => database.client.auditEvent.findMany({ where: { sourceAddress }, orderBy: { id: "asc" } });
const letMinutePass = () => database.client.$executeRaw`UPDATE refused_sign_in SET ends_at = now() - interval '1 second'`;

describe("refused sign-ins of somebody unknown", () => {
  test("are recorded one by one up to five a minute, and then as one row with their number", async () => {
    await refused(12, "203.0.113.7");
    expect(await recorded("203.0.113.7")).toHaveLength(5);
    await recordCountedRefusals.run();
    expect(await recorded("203.0.113.7")).toHaveLength(5);
    await letMinutePass();
    await recordCountedRefusals.run();
    await recordCountedRefusals.run();
    const rows = await recorded("203.0.113.7");
    expect(rows.map(({ action, outcome, reasonCode }) => [action, outcome, reasonCode])).toEqual([
      ...Array.from({ length: 5 }, () => ["session.refused", "deny", "SIGN_IN_FAILED"]),
      ["session.refused_repeatedly", "deny", "TOO_MANY"],
    ]);
    expect(rows.at(-1)).toMatchObject({ changes: { refusals: { from: null, to: 7 } }, reason: "7 more refused sign-ins from here within a minute." });
  });

  test("are counted anew in the next minute, and what was counted before is not lost", async () => {
    await refused(7, "203.0.113.8");
    await letMinutePass();
    await refused(1, "203.0.113.8");
    expect((await recorded("203.0.113.8")).map(({ action }) => action)).toEqual([
      ...Array.from({ length: 5 }, () => "session.refused"),
      "session.refused_repeatedly",
      "session.refused",
    ]);
  });

  test("of one network count together, and of another for themselves", async () => {
    for (let host = 1; host <= 8; host++) await refused(1, `2001:db8:0:9::${host}`);
    await refused(1, "2001:db8:0:a::1");
    expect(await database.client.auditEvent.count({ where: { sourceAddress: { startsWith: "2001:db8:0:9" } } })).toBe(5);
    expect(await recorded("2001:db8:0:a::1")).toHaveLength(1);
  });

  test("of somebody whom the directory vouched for are recorded each", async () => {
    const identity = {
      tid: randomUUID(),
      oid: randomUUID(),
      displayName: "Mere",
      email: "mere@x.example",
      login: "mere@x.example",
      groupIds: [],
      globalAppRole: false,
      issuedAt: new Date(),
    };
    for (let time = 0; time < 8; time++) await refuse({ code: "NOT_INVITED" }, identity, from("203.0.113.9"));
    expect(await recorded("203.0.113.9")).toHaveLength(8);
  });
});
