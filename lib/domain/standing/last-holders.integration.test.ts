import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setUserStatus, terminateUser } from "@/lib/domain/people/commands";
import { changeRole } from "@/lib/domain/roles/commands";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import type { User } from "@/lib/platform/db/types";
import { act, changeOf, colleague, REASON } from "@/lib/testing/assignments";
import { RUNS_ON } from "@/lib/testing/databases";
import { during, meetingPoint } from "@/lib/testing/meeting-point";
import { OTHER_ENTITY, OWN_ENTITY } from "@/lib/testing/principals";
import { outcomeOf } from "@/lib/testing/two-entities";
import { openTestWorld } from "@/lib/testing/world";

process.env.SESSION_SECRET = "a secret of the tests, long enough to be accepted";

let database: Database;
beforeAll(async () => {
  database = await openTestWorld();
});
afterAll(() => database.close());

const stored = (id: string) => database.client.user.findUniqueOrThrow({ where: { id } });
const operator = (more: Parameters<typeof colleague>[1] = {}) => colleague("operator", { entityId: OTHER_ENTITY, global: true, ...more });
/** A temporary holder may act, and does not count. */
const passing = () => operator({ baseRole: "viewer", baseGlobal: false, roleEndsAt: new Date(Date.now() + 3_600_000) });
/** Two operators with Global and no others. */
const pair = async (): Promise<readonly [UserPrincipal, UserPrincipal]> => {
  await database.client.user.updateMany({ where: { global: true }, data: { global: false } });
  return [await operator(), await operator()];
};
const left = () => database.client.user.count({ where: { role: "operator", global: true, status: "active", roleEndsAt: null } });

type Way = (by: UserPrincipal, subject: User, moment?: () => Promise<void>) => Promise<unknown>;
const setTo =
  (status: "deactivated" | "frozen"): Way =>
  (by, { id, version, entityId }, moment) =>
    act(by, "Users.Manage", entityId, async (tx, grant) => {
      const after = await setUserStatus(tx, grant, { id, version, status, reason: REASON });
      await moment?.();
      return after;
    });
const terminate: Way = (by, { id, version, displayName, entityId }) =>
  act(by, "Users.Manage", entityId, (tx, grant) => terminateUser(tx, grant, { id, version, name: displayName, reason: REASON }));
const demote: Way = (by, subject, moment) =>
  act(by, "Users.Promote", subject.entityId, async (tx, grant) => {
    const after = await changeRole(tx, grant, changeOf(subject));
    await moment?.();
    return after;
  });

describe("the last active operator with Global", () => {
  test("the last operator cannot be deactivated, frozen, terminated or demoted, and one of two can", async () => {
    const [one, other] = await pair();
    const by = await passing();
    await setTo("deactivated")(by, await stored(one.userId));
    const last = await stored(other.userId);
    for (const way of [setTo("deactivated"), setTo("frozen"), terminate, demote]) {
      expect(await outcomeOf(way(by, last))).toBe("LAST_OPERATOR");
      expect(await stored(last.id)).toEqual(last);
    }
    await operator();
    expect(await outcomeOf(terminate(by, last))).toBe("done");
  });

  test.each([
    ["one with Global but no operating role", { role: "viewer" }],
    ["one who is shut out", { status: "frozen" }],
    ["one without Global", { global: false }],
    ["one with a temporary role", { baseRole: "viewer", baseGlobal: false, roleEndsAt: new Date(Date.now() + 3_600_000) }],
  ] as const)("another operator who does not count leaves the last one in place: %s", async (_name, more) => {
    const [one, other] = await pair();
    const by = await passing();
    await database.client.user.update({ where: { id: one.userId }, data: more });
    expect(await outcomeOf(setTo("deactivated")(by, await stored(other.userId)))).toBe("LAST_OPERATOR");
    await operator();
    expect(await outcomeOf(setTo("deactivated")(by, await stored(other.userId)))).toBe("done");
  });

  test("an operator of a suspended entity does not count", async () => {
    const [one, other] = await pair();
    const by = await passing();
    await database.client.user.update({ where: { id: one.userId }, data: { entityId: OWN_ENTITY } });
    await database.client.entity.update({ where: { id: OWN_ENTITY }, data: { status: "suspended" } });
    expect(await outcomeOf(setTo("deactivated")(by, await stored(other.userId)))).toBe("LAST_OPERATOR");
    await database.client.entity.update({ where: { id: OWN_ENTITY }, data: { status: "active" } });
    expect(await outcomeOf(setTo("deactivated")(by, await stored(other.userId)))).toBe("done");
  });

  test("of two operators who remove each other at the same instant, one loses", async () => {
    for (let round = 0; round < 4; round++) {
      const [one, other] = await pair();
      const both = meetingPoint(2);
      const against = (by: UserPrincipal, { userId }: UserPrincipal) =>
        act(by, "Users.Manage", OTHER_ENTITY, async (tx, grant) => {
          await both();
          return setUserStatus(tx, grant, { id: userId, version: 1, status: "deactivated", reason: REASON });
        });
      expect((await Promise.all([outcomeOf(against(one, other)), outcomeOf(against(other, one))])).toSorted()).toEqual(["NOT_AUTHORISED", "done"]);
      expect(await left()).toBe(1);
    }
  });

  const ways = [
    ["deactivated", setTo("deactivated")],
    ["demoted", demote],
  ] as const;
  const mixed = ways.flatMap(([how, first]) => ways.map(([then, second]) => [how, then, first, second] as const));

  test.runIf(RUNS_ON === "postgresql").each(mixed)(
    "one of the last two remains when one is %s and the other %s at the same instant, by temporary operators",
    async (_how, _then, first, second) => {
      const [one, other] = await pair();
      const [by, beside] = [await passing(), await passing()];
      const [subject, last] = [await stored(one.userId), await stored(other.userId)];
      const outcomes = await during(
        database,
        (beforeCommit) => outcomeOf(first(by, subject, beforeCommit)),
        () => outcomeOf(second(beside, last)),
      );
      expect(outcomes).toEqual(["done", "LAST_OPERATOR"]);
      expect(await left()).toBe(1);
    },
  );
});
