import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RequestInfo } from "@/lib/platform/audit/event";
import type { Database } from "@/lib/platform/db/client";
import { freshDatabase } from "@/lib/testing/databases";
import type { Identity } from "./entra-claims";
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
const letTimePass = () => database.client.$executeRaw`UPDATE refused_sign_in SET ends_at = now() - interval '1 second'`;

describe("refused sign-ins of an unknown person", () => {
  test("get a row each up to five a minute, then one row with their count", async () => {
    await refused(12, "203.0.113.7");
    expect(await recorded("203.0.113.7")).toHaveLength(5);
    await recordCountedRefusals.run();
    expect(await recorded("203.0.113.7")).toHaveLength(5);
    await letTimePass();
    await recordCountedRefusals.run();
    await recordCountedRefusals.run();
    const rows = await recorded("203.0.113.7");
    expect(rows.map(({ action, outcome, reasonCode }) => [action, outcome, reasonCode])).toEqual([
      ...Array.from({ length: 5 }, () => ["session.refused", "deny", "SIGN_IN_FAILED"]),
      ["session.refused_repeatedly", "deny", "TOO_MANY"],
    ]);
    expect(rows.at(-1)).toMatchObject({ changes: { refusals: { from: null, to: 7 } }, reason: "7 more refused sign-ins from here within a minute." });
  });

  test("are counted from zero in the next minute, without losing the earlier count", async () => {
    await refused(7, "203.0.113.8");
    await letTimePass();
    await refused(1, "203.0.113.8");
    expect((await recorded("203.0.113.8")).map(({ action }) => action)).toEqual([
      ...Array.from({ length: 5 }, () => "session.refused"),
      "session.refused_repeatedly",
      "session.refused",
    ]);
  });

  test("share a count within one network, separate from other networks", async () => {
    for (let host = 1; host <= 8; host++) await refused(1, `2001:db8:0:9::${host}`);
    await refused(1, "2001:db8:0:a::1");
    expect(await database.client.auditEvent.count({ where: { sourceAddress: { startsWith: "2001:db8:0:9" } } })).toBe(5);
    expect(await recorded("2001:db8:0:a::1")).toHaveLength(1);
  });

  test("from many networks get a row each up to sixty a minute, then one row for all", async () => {
    await letTimePass();
    await recordCountedRefusals.run();
    const ofNow = { action: { startsWith: "session.refused" }, userAgent: "flood" };
    for (let network = 0; network < 70; network++)
      await refuse({ code: "SIGN_IN_FAILED" }, null, { ...from(`2001:db8:1:${network.toString(16)}::1`), userAgent: "flood" });
    expect(await database.client.auditEvent.count({ where: ofNow })).toBe(60);
    await letTimePass();
    await recordCountedRefusals.run();
    expect(await database.client.auditEvent.count({ where: ofNow })).toBe(60);
    const [total] = await database.client.auditEvent.findMany({
      where: { action: "session.refused_repeatedly", sourceAddress: null },
      orderBy: { id: "desc" },
    });
    expect(total).toMatchObject({ actorName: null, reason: "10 more refused sign-ins of strangers within a minute, from whatever networks." });
  });
});

describe("refused sign-ins of an account the directory vouched for", () => {
  const someone = () => {
    const login = `${randomUUID()}@kauri.example`;
    return {
      tid: randomUUID(),
      oid: randomUUID(),
      displayName: "Mere Parata",
      email: login,
      login,
      groupIds: [],
      globalAppRole: false,
      issuedAt: new Date(),
    } satisfies Identity;
  };
  const refusedAs = async (identity: Identity, times: number) => {
    for (let time = 0; time < times; time++) await refuse({ code: "NOT_INVITED" }, identity, from(`203.0.113.${100 + time}`));
  };
  const recordedOf = ({ oid }: Identity) => database.client.auditEvent.findMany({ where: { actorOid: oid }, orderBy: { id: "asc" } });
  const settled = async () => {
    await letTimePass();
    await recordCountedRefusals.run();
  };

  test("get a row each up to five in ten minutes from any network, then one row that names the account", async () => {
    const identity = someone();
    await refusedAs(identity, 12);
    expect(await recordedOf(identity)).toHaveLength(5);
    await settled();
    const rows = await recordedOf(identity);
    expect(rows).toHaveLength(6);
    for (const row of rows) expect(row).toMatchObject({ outcome: "deny", actorUserId: null, actorName: "Mere Parata", actorLogin: identity.login });
    expect(rows.at(-1)).toMatchObject({
      action: "session.refused_repeatedly",
      changes: { refusals: { from: null, to: 7 } },
      reason: "7 more refused sign-ins of this account within ten minutes.",
      sourceAddress: null,
    });
  });

  test("name a refused user with their entity and role", async () => {
    const identity = someone();
    const entity = await database.client.entity.create({ data: { code: "KAURI", legalName: "Kauri Energy Limited", shortName: "Kauri Energy" } });
    const { id } = await database.client.user.create({
      data: {
        entityId: entity.id,
        tid: identity.tid,
        oid: identity.oid,
        email: identity.email,
        displayName: "Mere P.",
        role: "trader",
        status: "deactivated",
        login: identity.login,
      },
    });
    await refusedAs(identity, 8);
    await settled();
    const rows = await recordedOf(identity);
    expect(rows).toHaveLength(6);
    for (const row of rows)
      expect(row).toMatchObject({ actorUserId: id, actorName: "Mere P.", actorEntityId: entity.id, actorRole: "trader", targetType: "user", targetId: id });
  });

  test("count per account, separate from unknown people in its network", async () => {
    const [one, other] = [someone(), someone()];
    await refusedAs(one, 9);
    await refusedAs(other, 1);
    await refused(1, "203.0.113.100");
    expect([(await recordedOf(one)).length, (await recordedOf(other)).length]).toEqual([5, 1]);
    expect((await recorded("203.0.113.100")).filter(({ actorOid }) => actorOid === null)).toHaveLength(1);
  });

  test("are counted from zero after ten minutes", async () => {
    const identity = someone();
    await refusedAs(identity, 5);
    await settled();
    await refusedAs(identity, 5);
    expect((await recordedOf(identity)).map(({ action }) => action)).toEqual(Array.from({ length: 10 }, () => "session.refused"));
  });
});
