import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { approveProposal } from "@/lib/domain/configuration/commands";
import { suspendEntity } from "@/lib/domain/entities/commands";
import { sendInvitation } from "@/lib/domain/invitations/commands";
import { haltMarket } from "@/lib/domain/market/commands";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { asActor } from "@/lib/testing/actors";
import { colleague, REASON } from "@/lib/testing/assignments";
import { addFirstVersion, pendingProposal, withSpread } from "@/lib/testing/configuration";
import { RUNS_ON } from "@/lib/testing/databases";
import { everyDay, putInForce, startSessionAt } from "@/lib/testing/market";
import { during, untilBlocked } from "@/lib/testing/meeting-point";
import { OTHER_ENTITY, OWN_ENTITY } from "@/lib/testing/principals";
import { callerFor, outcomeOf } from "@/lib/testing/two-entities";
import { openTestWorld } from "@/lib/testing/world";
import { authorize } from "./authorize";
import { inWriteScope } from "./scope";
import type { UserActor } from "./standing";

let database: Database;
let proposer: UserPrincipal;
let proposals = 0;
beforeAll(async () => {
  database = await openTestWorld();
  await addFirstVersion();
  await putInForce(database, everyDay(), new Date(Date.now() - 86_400_000));
  proposer = await colleague("operator", { global: true });
});
afterAll(() => database.close());

const operator = () => colleague("operator", { global: true });
const own = { entityId: OWN_ENTITY };

/** An act, the row it waits for when another transaction holds it, and a check that it was done. */
type Act = { run: (tx: ScopedTx) => Promise<unknown>; waitsFor: string; done: () => Promise<boolean> };

const acts: Readonly<Record<string, () => Promise<Act>>> = {
  "approving a configuration": async () => {
    const { _max } = await database.client.configurationVersion.aggregate({ _max: { number: true } });
    const content = everyDay({ compliance: withSpread(`1.${++proposals % 9}`).compliance });
    const { id, hash } = await pendingProposal(proposer, { content, baseNumber: _max.number ?? 0 });
    return {
      run: (tx) => approveProposal(tx, authorize(tx, "Market.Config.Approve", own), { id, hash }),
      waitsFor: `SELECT FROM configuration_proposal WHERE id = '${id}' FOR UPDATE`,
      done: async () => (await database.client.configurationProposal.findUniqueOrThrow({ where: { id } })).state === "approved",
    };
  },
  "halting the market": async () => {
    await startSessionAt(database, new Date());
    return {
      run: (tx) => haltMarket(tx, authorize(tx, "Market.Operate", own), { reason: REASON }),
      waitsFor: "SELECT FROM market_session FOR UPDATE",
      done: async () => (await database.client.marketSession.findUniqueOrThrow({ where: { id: 1 } })).state === "suspended",
    };
  },
  "suspending an entity": async () => {
    const code = randomUUID().slice(0, 8).toUpperCase();
    const { id } = await database.client.entity.create({ data: { code, legalName: `${code} Limited`, shortName: code } });
    return {
      run: (tx) => suspendEntity(tx, authorize(tx, "Entity.Manage", EVERY_ENTITY), { id, version: 1, reason: REASON }),
      waitsFor: `SELECT FROM entity WHERE id = '${id}' FOR UPDATE`,
      done: async () => (await database.client.entity.findUniqueOrThrow({ where: { id } })).status === "suspended",
    };
  },
  "inviting somebody": async () => {
    const email = `${randomUUID()}@kauri.example`;
    return {
      run: (tx) => sendInvitation(tx, authorize(tx, "Invitations.Send", own), { email, name: "New Person", role: "viewer", comesBack: false }),
      waitsFor: "LOCK TABLE invitation IN SHARE ROW EXCLUSIVE MODE",
      done: async () => (await database.client.invitation.count({ where: { email } })) === 1,
    };
  },
};
const names = Object.keys(acts);

async function begin(name: string): Promise<Act & { actor: UserActor; perform: () => Promise<string> }> {
  const act = await acts[name]?.();
  if (!act) throw new Error(`There is no act ${name}.`);
  const actor = await asActor(callerFor(await operator()));
  return { ...act, actor, perform: () => outcomeOf(inWriteScope(actor, "test.act", act.run)) };
}

type ThrowOut = (actor: UserActor) => string;
const user =
  (change: string): ThrowOut =>
  ({ principal }) =>
    `UPDATE portal_user SET ${change}, authz_version = authz_version + 1 WHERE id = '${principal.userId}'`;
/** Every way an actor can be shut out, and the resulting code. */
const ways: readonly (readonly [string, ThrowOut, string])[] = [
  ["terminated", user("status = 'terminated'"), "NOT_AUTHORISED"],
  ["frozen", user("status = 'frozen'"), "NOT_AUTHORISED"],
  ["demoted", user("role = 'viewer', global = false"), "NOT_AUTHORISED"],
  ["without Global", user("global = false"), "NOT_AUTHORISED"],
  ["of a new authorization version", user("email = email"), "NOT_AUTHORISED"],
  ["past the end of a temporary role", user("base_role = 'viewer', base_global = false, role_ends_at = now() - interval '1 second'"), "NOT_AUTHORISED"],
  ["of another entity", user(`entity_id = '${OTHER_ENTITY}'`), "NOT_AUTHORISED"],
  ["signed out", ({ request }) => `UPDATE session SET ended_at = now(), end_reason = 'ended-by-admin' WHERE id = '${request.sessionId}'`, "AUTH_EXPIRED"],
  [
    "past the end of the session",
    ({ request }) => `UPDATE session SET expires_at = now() - interval '1 second' WHERE id = '${request.sessionId}'`,
    "AUTH_EXPIRED",
  ],
];

test.each(names)("%s succeeds for an actor whose standing is unchanged", async (name) => {
  const { perform, done } = await begin(name);
  expect([await perform(), await done()]).toEqual(["done", true]);
});

describe.each(names)("%s", (name) => {
  test.each(ways)("an actor who is %s since the request was let in cannot do it", async (_how, throwOut, code) => {
    const { actor, perform, done } = await begin(name);
    await database.client.$executeRawUnsafe(throwOut(actor));
    expect([await perform(), await done()]).toEqual([code, false]);
  });
});

test.each(ways)("an actor who is %s since the request was let in is recorded as refused, once, with what they asked for", async (_how, throwOut, code) => {
  const actor = await asActor(callerFor(await operator()));
  const subject = { type: "entity", id: randomUUID(), label: "Something", entityId: null };
  const act = () => outcomeOf(inWriteScope(actor, "test.act", async () => {}, { access: "Market.Operate", subject }));
  const rows = () => database.client.auditEvent.findMany({ where: { requestId: actor.request.requestId } });
  expect([await act(), await rows()]).toEqual(["done", []]);
  await database.client.$executeRawUnsafe(throwOut(actor));
  expect(await act()).toBe(code);
  expect(await rows()).toMatchObject([
    { action: "test.act", permission: "Market.Operate", outcome: "deny", reasonCode: code, targetId: subject.id, actorUserId: actor.principal.userId },
  ]);
});

test("nobody changes anything after their entity is suspended, even in a request let in before", async () => {
  const { perform, done } = await begin("halting the market");
  await database.client.$executeRawUnsafe(`UPDATE entity SET status = 'suspended' WHERE id = '${OWN_ENTITY}'`);
  expect([await perform(), await done()]).toEqual(["NOT_AUTHORISED", false]);
  await database.client.$executeRawUnsafe(`UPDATE entity SET status = 'active' WHERE id = '${OWN_ENTITY}'`);
  expect(await perform()).toBe("done");
});

describe.runIf(RUNS_ON === "postgresql")("on two connections", () => {
  const suspendOwnEntity: ThrowOut = () => `UPDATE entity SET status = 'suspended' WHERE id = '${OWN_ENTITY}'`;
  const all = [...ways, ["of a suspended entity", suspendOwnEntity, "NOT_AUTHORISED"] as const];
  const reinstate = () => database.client.$executeRawUnsafe(`UPDATE entity SET status = 'active' WHERE id = '${OWN_ENTITY}'`);

  /** Shuts the actor out in a transaction that commits or rolls back once the act waits for it. */
  const throwingOut = (statement: string, commits: boolean) => (beforeCommit: () => Promise<void>) =>
    database.client
      .$transaction(async (tx) => {
        await tx.$executeRawUnsafe(statement);
        await beforeCommit();
        if (!commits) throw new RangeError("Undone.");
      })
      .catch((error: unknown) => {
        if (!(error instanceof RangeError)) throw error;
      });

  describe.each(names)("%s", (name) => {
    test.each(all)("the act waits for a concurrent shut-out (%s), and is then refused", async (_how, throwOut, code) => {
      const { actor, perform, done } = await begin(name);
      const [, outcome] = await during(database, throwingOut(throwOut(actor), true), perform);
      await reinstate();
      expect([outcome, await done()]).toEqual([code, false]);
    });

    test("the act succeeds when a concurrent shut-out rolls back", async () => {
      const { actor, perform, done } = await begin(name);
      const [, outcome] = await during(database, throwingOut(user("status = 'terminated'")(actor), false), perform);
      expect([outcome, await done()]).toEqual(["done", true]);
    });

    test.each(all)("the act commits before a shut-out (%s) that started later, although it waits for another lock", async (_how, throwOut) => {
      const { actor, perform, done, waitsFor } = await begin(name);
      const order: string[] = [];
      let out: Promise<unknown> = Promise.resolve();
      let acting: Promise<unknown> = Promise.resolve();
      await database.client.$transaction(async (holder) => {
        await holder.$executeRawUnsafe(waitsFor);
        acting = perform().then((outcome) => order.push(outcome));
        await untilBlocked(database, acting);
        out = database.client.$executeRawUnsafe(throwOut(actor)).then(() => order.push("thrown out"));
        await untilWaiting(2);
        expect(order).toEqual([]);
      });
      await Promise.all([acting, out]);
      await reinstate();
      // The shut-out waited, as was seen above; which of the two answers then arrives first is the network's business.
      expect([order.toSorted(), await done()]).toEqual([["done", "thrown out"], true]);
    });
  });

  /** Resolves once this many sessions wait for locks in this database; fails when they do not. */
  async function untilWaiting(count: number): Promise<void> {
    const end = Date.now() + 5_000;
    for (;;) {
      const [row] = await database.client.$queryRaw<{ waiting: number }[]>`
        SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      if (row?.waiting === count) return;
      if (Date.now() > end) throw new Error(`${row?.waiting} wait for locks, not ${count}.`);
    }
  }

  test("a suspension gets its turn however busy the entity's people are", async () => {
    const people = await Promise.all(Array.from({ length: 4 }, async () => asActor(callerFor(await operator()))));
    const busy = { over: false };
    const hammer = async (actor: UserActor) => {
      while (!busy.over) await outcomeOf(inWriteScope(actor, "test.act", (tx) => tx.$queryRaw`SELECT pg_sleep(0.05)::text`));
    };
    const hammering = people.map(hammer);
    await untilWaiting(0);
    // An unfair lock would be waited for until the people stop, which they do only after it.
    await database.client.$executeRawUnsafe(suspendOwnEntity(people[0] ?? (await asActor(callerFor(proposer)))));
    busy.over = true;
    await Promise.all(hammering);
    await reinstate();
  });

  test("of two operators who shut each other out at the same moment, one loses", async () => {
    for (let round = 0; round < 2; round++) {
      const [one, other] = [await asActor(callerFor(await operator())), await asActor(callerFor(await operator()))];
      const demote = (by: UserActor, subject: UserActor) =>
        outcomeOf(inWriteScope(by, "test.act", (tx) => tx.$executeRawUnsafe(user("role = 'viewer', global = false")(subject))));
      expect((await Promise.all([demote(one, other), demote(other, one)])).toSorted()).toEqual(["NOT_AUTHORISED", "done"]);
    }
  });
});
