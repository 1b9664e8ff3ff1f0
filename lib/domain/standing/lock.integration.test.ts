import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { continueBulk, startBulk } from "@/lib/domain/people/bulk";
import { editUser, setUserStatus, terminateUser } from "@/lib/domain/people/commands";
import { selectionHash } from "@/lib/domain/people/selection";
import { endAllSessions } from "@/lib/domain/people/sessions";
import { approveRequest, changeRole, requestRole } from "@/lib/domain/roles/commands";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import type { User } from "@/lib/platform/db/types";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { act, changeOf, colleague, REASON } from "@/lib/testing/assignments";
import { RUNS_ON } from "@/lib/testing/databases";
import { during } from "@/lib/testing/meeting-point";
import { OTHER_ENTITY, OWN_ENTITY } from "@/lib/testing/principals";
import { outcomeOf } from "@/lib/testing/two-entities";
import { openTestWorld } from "@/lib/testing/world";

process.env.SESSION_SECRET = "a secret of the tests, long enough to be accepted";

let database: Database;
let chief: UserPrincipal;
beforeAll(async () => {
  database = await openTestWorld();
  chief = await colleague("operator", { entityId: OTHER_ENTITY, global: true });
});
afterAll(() => database.close());

const stored = (id: string) => database.client.user.findUniqueOrThrow({ where: { id } });
const somebody = async () => stored((await colleague("trader")).userId);
const operator = () => colleague("operator", { entityId: OTHER_ENTITY, global: true });
const local = () => colleague("operator");

type Command = (by: UserPrincipal, user: User, beforeCommit?: () => Promise<void>) => Promise<unknown>;

const setStatus: Command = (by, { id, version, entityId }, beforeCommit) =>
  act(by, "Users.Manage", entityId, async (tx, grant) => {
    await setUserStatus(tx, grant, { id, version, status: "frozen", reason: REASON });
    await beforeCommit?.();
  });
const terminate: Command = (by, { id, version, displayName, entityId }, beforeCommit) =>
  act(by, "Users.Manage", entityId, async (tx, grant) => {
    await terminateUser(tx, grant, { id, version, name: displayName, reason: REASON });
    await beforeCommit?.();
  });
const edit: Command = (by, { id, version, email, entityId }) =>
  act(by, "Users.Manage", entityId, (tx, grant) => editUser(tx, grant, { id, version, email, displayName: "Another" }));
const change: Command = (by, user, beforeCommit) =>
  act(by, "Users.Promote", user.entityId, async (tx, grant) => {
    await changeRole(tx, grant, changeOf(user, { role: "viewer" }));
    await beforeCommit?.();
  });
const ask = (by: UserPrincipal, user: User) =>
  act(by, "Users.Manage", user.entityId, (tx, grant) => requestRole(tx, grant, changeOf(user, { role: "viewer" })));
const approve: Command = async (by, user) => {
  const { id } = await ask(await operator(), user);
  return act(by, "Users.Promote", user.entityId, (tx, grant) => approveRequest(tx, grant, { id, reason: REASON }));
};

/** Every change that another person can make to a person. */
const commands: readonly (readonly [string, Command])[] = [
  ["a status", setStatus],
  ["a termination", terminate],
  ["a name", edit],
  ["a role", change],
  ["a role request", ask],
  ["a role approval", approve],
];
/** How the caller's standing may have changed by the time of their change. */
const fallen = [
  ["demoted", local, { role: "entity-admin" }],
  ["without Global", operator, { global: false }],
  ["frozen", local, { status: "frozen" }],
  ["terminated", operator, { status: "terminated" }],
] as const;

describe("a caller whose standing has changed", () => {
  test.each([...commands])("%s takes an unchanged standing: a caller demoted, without Global or shut out since then is refused", async (_name, command) => {
    for (const [how, who, less] of fallen) {
      const by = await who();
      await database.client.user.update({ where: { id: by.userId }, data: less });
      const user = await somebody();
      expect(await outcomeOf(command(by, user)), how).toBe("NOT_AUTHORISED");
      expect(await stored(user.id), how).toEqual(user);
    }
    expect(await outcomeOf(command(await operator(), await somebody()))).toBe("done");
  });

  test("a terminated caller ends no sessions", async () => {
    const by = await operator();
    await database.client.user.update({ where: { id: by.userId }, data: { status: "terminated" } });
    const user = await somebody();
    const end = act(by, "Users.Manage", user.entityId, (tx, grant) => endAllSessions(tx, grant, { id: user.id }));
    expect(await outcomeOf(end)).toBe("NOT_AUTHORISED");
  });

  test("a bulk run stops where it is and refuses nobody on the caller's behalf", async () => {
    const by = await colleague("entity-admin");
    const [one, other] = [await somebody(), await somebody()];
    const { id } = await act(by, "Users.Manage", OWN_ENTITY, (tx, grant) =>
      startBulk(tx, grant, {
        scope: { ids: [one.id, other.id] },
        seen: 2,
        selection: selectionHash([one.id, other.id].map((id) => ({ id }))),
        change: "deactivated",
        reason: REASON,
      }),
    );
    const carryOn = () => outcomeOf(act(by, "Users.Manage", OWN_ENTITY, (tx, grant) => continueBulk(tx, grant, { id })));
    await database.client.user.update({ where: { id: by.userId }, data: { status: "deactivated" } });
    expect(await carryOn()).toBe("NOT_AUTHORISED");
    expect(await database.client.bulkRow.count({ where: { runId: id, state: "waiting" } })).toBe(2);
    await database.client.user.update({ where: { id: by.userId }, data: { status: "active" } });
    expect(await carryOn()).toBe("done");
    expect(await stored(one.id)).toMatchObject({ status: "deactivated" });
  });
});

describe.runIf(RUNS_ON === "postgresql")("concurrent changes", () => {
  test.each([
    ["terminated", terminate],
    ["demoted", change],
  ] as const)("a caller who is %s while their change is running changes nobody, for every kind of change", async (_name, fall) => {
    for (const [what, command] of commands) {
      const [by, user] = [await operator(), await somebody()];
      const own = await stored(by.userId);
      const [, outcome] = await during(
        database,
        (beforeCommit) => fall(chief, own, beforeCommit),
        () => outcomeOf(command(by, user)),
      );
      expect(outcome, what).toBe("NOT_AUTHORISED");
      expect(await stored(user.id), what).toEqual(user);
    }
  });

  test("a caller whose shut-out rolls back completes their change", async () => {
    const [by, user] = [await operator(), await somebody()];
    const own = await stored(by.userId);
    const undone = async (beforeCommit: () => Promise<void>): Promise<string> =>
      outcomeOf(
        inSystem(async (tx) => {
          await tx.user.update({ where: { id: own.id }, data: { status: "terminated" } });
          await beforeCommit();
          const { entityId, tid, oid, email } = own;
          await tx.user.create({ data: { entityId, tid, oid, email, role: "viewer", displayName: "Twice" } });
        }),
      );
    const [first, second] = await during(database, undone, () => outcomeOf(setStatus(by, user)));
    expect([first, second]).toEqual(["23505", "done"]);
  });

  test("the second to change a person sees the first change, whichever it was", async () => {
    for (const [how, first] of [
      ["a status", setStatus],
      ["a role", change],
    ] as const)
      for (const [what, second] of commands) {
        const [one, other, user] = [await operator(), await operator(), await somebody()];
        const [, outcome] = await during(
          database,
          (beforeCommit) => first(one, user, beforeCommit),
          () => outcomeOf(second(other, user)),
        );
        expect(outcome, `${what} after ${how}`).toBe("STALE_BASE");
        expect(await stored(user.id), `${what} after ${how}`).toMatchObject({ version: 2, authzVersion: 2 });
      }
  });

  test("two bulk runs over each other’s callers take turns, and neither deadlocks", async () => {
    for (let round = 0; round < 3; round++) {
      // Last of the other run's people.
      const asker = () => colleague("operator", { entityId: OTHER_ENTITY, global: true, displayName: "Zoë Walker" });
      const [one, other] = [await asker(), await asker()];
      const run = async (by: UserPrincipal, { userId }: UserPrincipal) => {
        const ids = [...(await Promise.all([somebody(), somebody(), somebody()])).map(({ id }) => id), userId];
        const input = { scope: { ids }, seen: ids.length, selection: selectionHash(ids.map((id) => ({ id }))), change: "deactivated", reason: REASON } as const;
        return act(by, "Users.Manage", OTHER_ENTITY, (tx, grant) => startBulk(tx, grant, input));
      };
      const [first, last] = [await run(one, other), await run(other, one)];
      const carryOn = (by: UserPrincipal, id: string) => outcomeOf(act(by, "Users.Manage", OTHER_ENTITY, (tx, grant) => continueBulk(tx, grant, { id })));
      expect((await Promise.all([carryOn(one, first.id), carryOn(other, last.id)])).toSorted()).toEqual(["NOT_AUTHORISED", "done"]);
    }
  });
});
