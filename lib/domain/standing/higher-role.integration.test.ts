import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { continueBulk, startBulk } from "@/lib/domain/people/bulk";
import { editUser, setUserStatus, terminateUser } from "@/lib/domain/people/commands";
import { selectionHash } from "@/lib/domain/people/selection";
import { endAllSessions, endOneSession } from "@/lib/domain/people/sessions";
import { changeRole, requestRole } from "@/lib/domain/roles/commands";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import type { User } from "@/lib/platform/db/types";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { act, changeOf, colleague, REASON } from "@/lib/testing/assignments";
import { OTHER_ENTITY, OWN_ENTITY } from "@/lib/testing/principals";
import { callerFor, outcomeOf } from "@/lib/testing/two-entities";
import { openTestWorld } from "@/lib/testing/world";
import { whyMayNotChangeUser } from "./lock";

process.env.SESSION_SECRET = "a secret of the tests, long enough to be accepted";

let database: Database;
let entityAdmin: UserPrincipal;
let localOperator: UserPrincipal;
let globalOperator: UserPrincipal;
beforeAll(async () => {
  database = await openTestWorld();
  entityAdmin = await colleague("entity-admin");
  localOperator = await colleague("operator");
  globalOperator = await colleague("operator", { entityId: OTHER_ENTITY, global: true });
});
afterAll(() => database.close());

const stored = (id: string) => database.client.user.findUniqueOrThrow({ where: { id } });
const openSession = async (userId: string): Promise<string> => {
  const id = randomUUID();
  await database.client.session.create({ data: { id, userId, expiresAt: new Date(Date.now() + 3_600_000) } });
  return id;
};

type Command = (by: UserPrincipal, user: User, sessionId: string) => Promise<unknown>;
const manage =
  (run: (...of: [...Parameters<Parameters<typeof act<"Users.Manage", unknown>>[3]>, User, string]) => Promise<unknown>): Command =>
  (by, user, sessionId) =>
    act(by, "Users.Manage", user.entityId, (tx, grant) => run(tx, grant, user, sessionId));

/** Every command that changes a person. */
const commands: Readonly<Record<string, Command>> = {
  edit: manage((tx, grant, { id, version, email }) => editUser(tx, grant, { id, version, displayName: "Someone Else", email })),
  freeze: manage((tx, grant, { id, version }) => setUserStatus(tx, grant, { id, version, status: "frozen", reason: REASON })),
  deactivate: manage((tx, grant, { id, version }) => setUserStatus(tx, grant, { id, version, status: "deactivated", reason: REASON })),
  terminate: manage((tx, grant, { id, version, displayName }) => terminateUser(tx, grant, { id, version, name: displayName, reason: REASON })),
  "end one session": manage((tx, grant, { id }, sessionId) => endOneSession(tx, grant, { id, sessionId })),
  "end all sessions": manage((tx, grant, { id }) => endAllSessions(tx, grant, { id })),
  "ask for another role": manage((tx, grant, user) => requestRole(tx, grant, changeOf(user, { role: "viewer" }))),
  "change the role": (by, user) => act(by, "Users.Promote", user.entityId, (tx, grant) => changeRole(tx, grant, changeOf(user, { role: "viewer" }))),
};
const byAnEntityAdmin = Object.entries(commands).filter(([name]) => name !== "change the role");

async function refusesAll(by: UserPrincipal, list: readonly (readonly [string, Command])[], make: () => Promise<User>): Promise<void> {
  const user = await make();
  const sessionId = await openSession(user.id);
  for (const [name, command] of list) expect(await outcomeOf(command(by, user, sessionId)), name).toBe("BEYOND_OWN_PERMISSIONS");
  expect(await stored(user.id)).toEqual(user);
  expect(await database.client.session.findUnique({ where: { id: sessionId } })).toMatchObject({ endedAt: null });
  expect(await database.client.roleRequest.count({ where: { userId: user.id } })).toBe(0);
}

const operator = async (more: { global?: boolean } = {}) => stored((await colleague("operator", more)).userId);

describe("changing a person takes the right to give the role that they hold", () => {
  test("an entity admin changes nothing of an operator of the same entity", async () => {
    await refusesAll(entityAdmin, byAnEntityAdmin, operator);
  });

  test("an operator without Global changes nothing of one with Global", async () => {
    await refusesAll(localOperator, Object.entries(commands), () => operator({ global: true }));
  });

  test.each(Object.entries(commands))("an operator with Global may change another one: %s", async (_name, command) => {
    const user = await operator({ global: true });
    expect(await outcomeOf(command(globalOperator, user, await openSession(user.id)))).toBe("done");
  });

  test("a lower role cannot change an operator who temporarily has a lesser role", async () => {
    const later = new Date(Date.now() + 3_600_000);
    await refusesAll(entityAdmin, byAnEntityAdmin, async () => {
      const { id } = await operator({ global: true });
      return database.client.user.update({ where: { id }, data: { role: "trader", global: false, baseRole: "operator", baseGlobal: true, roleEndsAt: later } });
    });
    await refusesAll(entityAdmin, byAnEntityAdmin, async () => {
      const { userId } = await colleague("trader");
      const grant = { entityId: OWN_ENTITY, userId, startsAt: new Date(), endsAt: later, announceAt: later, askedById: userId };
      await database.client.roleGrant.create({ data: { ...grant, role: "operator", global: false } });
      return database.client.user.update({ where: { id: userId }, data: { baseRole: "viewer", baseGlobal: false, roleEndsAt: later } });
    });
  });

  test("a bulk run fails for such a person and changes the others", async () => {
    const [above, below] = [await operator(), await stored((await colleague("trader")).userId)];
    const run = await act(entityAdmin, "Users.Manage", OWN_ENTITY, (tx, grant) =>
      startBulk(tx, grant, {
        scope: { ids: [above.id, below.id] },
        seen: 2,
        selection: selectionHash([above.id, below.id].map((id) => ({ id }))),
        change: "deactivated",
        reason: REASON,
      }),
    );
    await act(entityAdmin, "Users.Manage", OWN_ENTITY, (tx, grant) => continueBulk(tx, grant, { id: run.id }));
    const rows = await database.client.bulkRow.findMany({ where: { runId: run.id }, orderBy: { state: "asc" } });
    expect(rows.map(({ userId, state, code }) => [userId, state, code])).toEqual([
      [below.id, "done", null],
      [above.id, "failed", "BEYOND_OWN_PERMISSIONS"],
    ]);
    expect(await stored(above.id)).toMatchObject({ status: "active" });
  });

  test("a person with an unknown role can still be shut out", async () => {
    const user = await stored((await colleague("astronaut")).userId);
    expect(await outcomeOf(commands.deactivate?.(entityAdmin, user, "") ?? Promise.reject())).toBe("done");
  });

  test("the page offers what the command would allow, and says why when it offers nothing", async () => {
    const why = (by: UserPrincipal, { id }: User) => inScope(callerFor(by), "users.list", (tx) => whyMayNotChangeUser(tx, by, id));
    expect(await why(entityAdmin, await operator())).toContain("may give the role Operator");
    expect(await why(localOperator, await operator({ global: true }))).toContain("Only an operator with Global");
    expect(await why(globalOperator, await operator({ global: true }))).toBeNull();
    expect(await why(entityAdmin, await stored((await colleague("entity-admin")).userId))).toBeNull();
  });
});
