import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EVERY_ENTITY, NOT_VISIBLE } from "@/lib/platform/authz/decide";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { AppError, codeOf } from "@/lib/platform/errors";
import { authorize, consider, grantIf } from "@/lib/platform/unit-of-work/authorize";
import { inScope, inSystem } from "@/lib/platform/unit-of-work/scope";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { callerFor, openTwoEntities, recordOf } from "@/lib/testing/two-entities";
import type { Caller } from "./event";
import { record } from "./record";

const OWN = { entityId: OWN_ENTITY };
const globalOperator = person("operator", { globalAppRole: true });
const trader = person("trader");

let database: Database;
beforeAll(async () => {
  database = await openTwoEntities();
});
afterAll(() => database.close());

/** Renames the other entity and records that: a change as any command makes it. */
async function rename(tx: ScopedTx, shortName: string): Promise<void> {
  const grant = authorize(tx, "Entity.Manage", EVERY_ENTITY);
  await tx.entity.update({ where: { id: OTHER_ENTITY }, data: { shortName } });
  record(tx, grant, {
    action: "entity.edited",
    target: { type: "entity", id: OTHER_ENTITY, label: shortName, entityId: OTHER_ENTITY },
    changes: { shortName: { from: "Rata Power", to: shortName } },
    reason: "For the record.",
  });
}

const nameNow = async () => (await database.client.entity.findUniqueOrThrow({ where: { id: OTHER_ENTITY } })).shortName;
const rows = async (caller: Caller) =>
  (await recordOf(database, caller)).map(({ kind, purpose, permission, targetEntityId, outcome, reasonCode, result }) => ({
    kind,
    purpose,
    permission,
    targetEntityId,
    outcome,
    reasonCode,
    result,
  }));

/** Runs `work` for a principal and returns the code of its end and what is then on the record. */
async function run(principal: UserPrincipal, work: (tx: ScopedTx) => Promise<unknown>) {
  const caller = callerFor(principal);
  const code = await inScope(caller, "test.run", work).then(() => "done", codeOf);
  return { code, rows: await rows(caller), caller };
}

const decided = (permission: string, more: object = {}) => ({
  kind: "decision",
  purpose: "access",
  permission,
  targetEntityId: null,
  outcome: "grant",
  reasonCode: null,
  result: "committed",
  ...more,
});

describe("what a transaction leaves on the record", () => {
  test("a decision and a change, with who, where from and in what capacity", async () => {
    const { code, caller } = await run(globalOperator, (tx) => rename(tx, "Rata"));
    expect(code).toBe("done");
    const actor = {
      actorUserId: globalOperator.userId,
      actorOid: globalOperator.oid,
      actorName: globalOperator.displayName,
      actorLogin: globalOperator.login,
      actorEntityId: OWN_ENTITY,
      actorRole: "operator",
      action: "test.run",
      globalUsed: true,
      requestId: caller.request.requestId,
      sourceAddress: "127.0.0.1",
      userAgent: "test",
    };
    expect(await recordOf(database, caller)).toMatchObject([
      { ...actor, ...decided("Entity.Manage"), changes: null, reason: null },
      {
        ...actor,
        kind: "change",
        purpose: null,
        permission: null,
        action: "entity.edited",
        targetEntityId: OTHER_ENTITY,
        targetType: "entity",
        targetId: OTHER_ENTITY,
        targetLabel: "Rata",
        changes: { shortName: { from: "Rata Power", to: "Rata" } },
        reason: "For the record.",
        outcome: "grant",
        result: "committed",
      },
    ]);
  });

  test("one row for a refused access, and nothing of what was done before it", async () => {
    const { code, rows } = await run(trader, async (tx) => {
      await tx.supportRequest.updateMany({ data: { state: "closed" } });
      authorize(tx, "Users.View", OWN);
    });
    expect(code).toBe("NOT_AUTHORISED");
    expect(rows).toEqual([decided("Users.View", { targetEntityId: OWN_ENTITY, outcome: "deny", reasonCode: "PERMISSION_MISSING", result: "NOT_AUTHORISED" })]);
    expect(await database.client.supportRequest.count({ where: { state: "closed" } })).toBe(0);
  });

  test.each([
    ["a thing that is not visible", trader, "Market.Trade" as const, NOT_VISIBLE, "OTHER_ENTITY"],
    ["another entity", person("entity-admin"), "Users.Manage" as const, { entityId: OTHER_ENTITY }, "OTHER_ENTITY"],
    ["all entities, without Global", person("operator"), "Entity.Manage" as const, EVERY_ENTITY, "GLOBAL_REQUIRED"],
    ["while frozen", person("operator", { status: "frozen" }), "Market.Operate" as const, OWN, "USER_FROZEN"],
    ["while suspended", person("viewer", { entityStatus: "suspended" }), "signed-in" as const, OWN, "ENTITY_SUSPENDED"],
  ])("the reason for refusing %s", async (_name, principal, access, target, reasonCode) => {
    const { rows } = await run(principal, async (tx) => authorize(tx, access, target));
    expect(rows).toMatchObject([{ permission: access, outcome: "deny", reasonCode, result: "NOT_AUTHORISED" }]);
  });

  test("a refusal that the code goes on from stays on the record", async () => {
    const { code, rows } = await run(trader, async (tx) => {
      expect(() => authorize(tx, "Users.Manage", OWN)).toThrow(AppError);
    });
    expect(code).toBe("done");
    expect(rows).toMatchObject([{ permission: "Users.Manage", outcome: "deny", result: "committed" }]);
  });

  test("nothing for a granted access that is not audited", async () => {
    expect(await run(trader, async (tx) => authorize(tx, "Market.Trade", OWN))).toMatchObject({ code: "done", rows: [] });
    expect(await run(trader, async (tx) => authorize(tx, "signed-in", OWN))).toMatchObject({ code: "done", rows: [] });
  });

  test("each access to each target once, however often it is evaluated", async () => {
    const { rows } = await run(globalOperator, async (tx) => {
      for (let time = 0; time < 5; time++) {
        authorize(tx, "Entity.Manage", EVERY_ENTITY);
        authorize(tx, "Users.Promote", OWN);
        consider(tx, "Users.Promote", { entityId: OTHER_ENTITY });
        grantIf(tx, "Users.Promote", { entityId: OTHER_ENTITY });
      }
    });
    expect(rows).toHaveLength(3);
    expect(rows).toEqual(
      expect.arrayContaining([
        decided("Entity.Manage"),
        decided("Users.Promote", { targetEntityId: OWN_ENTITY }),
        decided("Users.Promote", { targetEntityId: OTHER_ENTITY, purpose: "visibility" }),
      ]),
    );
  });

  test("what was evaluated to draw is told from what was opened, and opening outranks drawing in either order", async () => {
    const drawn = await run(globalOperator, async (tx) => consider(tx, "Market.Operate", EVERY_ENTITY));
    expect(drawn.rows).toEqual([decided("Market.Operate", { purpose: "visibility" })]);
    const first = await run(globalOperator, async (tx) => [consider(tx, "Market.Operate", EVERY_ENTITY), authorize(tx, "Market.Operate", EVERY_ENTITY)]);
    const last = await run(globalOperator, async (tx) => [authorize(tx, "Market.Operate", EVERY_ENTITY), consider(tx, "Market.Operate", EVERY_ENTITY)]);
    for (const { rows } of [first, last]) expect(rows).toEqual([decided("Market.Operate")]);
  });

  test("a refusal to draw is recorded for audited permissions only", async () => {
    const { rows } = await run(trader, async (tx) => [consider(tx, "Users.View", OWN), consider(tx, "Users.Promote", OWN)]);
    expect(rows).toMatchObject([{ permission: "Users.Promote", purpose: "visibility", outcome: "deny", reasonCode: "PERMISSION_MISSING" }]);
  });
});

describe("work that fails after it was granted", () => {
  const failures = [
    ["with an expected failure", () => Promise.reject(new AppError("STALE_BASE", "Somebody was quicker.")), "STALE_BASE"],
    ["with an error nobody expected", () => Promise.reject(new TypeError("Oh.")), "UNEXPECTED"],
    ["in the database", (tx: ScopedTx) => tx.$executeRaw`SELECT 1 / 0`, "UNEXPECTED"],
    ["by being refused something else", async (tx: ScopedTx) => authorize(tx, "Users.Manage", OWN), "NOT_AUTHORISED"],
  ] as const;

  test.each(failures)("%s rolls back, and leaves its decision with that code and no change", async (_name, fail, code) => {
    const before = await nameNow();
    const principal = code === "NOT_AUTHORISED" ? { ...globalOperator, permissions: new Set(["Entity.Manage"] as const) } : globalOperator;
    const { code: ended, rows } = await run(principal, async (tx) => {
      await rename(tx, "Should not stay");
      await fail(tx);
    });
    expect(ended).toBe(code);
    expect(rows[0]).toEqual(decided("Entity.Manage", { result: code }));
    expect(rows.filter(({ kind }) => kind === "change")).toEqual([]);
    expect(rows).toHaveLength(code === "NOT_AUTHORISED" ? 2 : 1);
    expect(await nameNow()).toBe(before);
  });
});

test("nothing can be decided or recorded in a transaction that was not opened for a principal", async () => {
  // @ts-expect-error it is not accepted to begin with
  const work = inSystem(async (tx) => authorize(tx, "signed-in", OWN));
  await expect(work).rejects.toThrow("not opened by inScope");
});
