import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setUserStatus } from "@/lib/domain/people/commands";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import type { RoleRequest, User } from "@/lib/platform/db/types";
import { act, changeOf, colleague, REASON } from "@/lib/testing/assignments";
import { RUNS_ON } from "@/lib/testing/databases";
import { during } from "@/lib/testing/meeting-point";
import { OTHER_ENTITY } from "@/lib/testing/principals";
import { outcomeOf } from "@/lib/testing/two-entities";
import { openTestWorld } from "@/lib/testing/world";
import { approveRequest, rejectRequest, requestRole, withdrawRequest } from "./commands";

process.env.SESSION_SECRET = "a secret of the tests, long enough to be accepted";

let database: Database;
let asker: UserPrincipal;
let operator: UserPrincipal;
let second: UserPrincipal;
beforeAll(async () => {
  database = await openTestWorld();
  asker = await colleague("entity-admin");
  operator = await colleague("operator", { entityId: OTHER_ENTITY, global: true });
  second = await colleague("operator", { entityId: OTHER_ENTITY, global: true });
});
afterAll(() => database.close());

const stored = (id: string) => database.client.user.findUniqueOrThrow({ where: { id } });
const requestOf = (id: string) => database.client.roleRequest.findUniqueOrThrow({ where: { id } });
/** A person with an open role request. */
async function asked(): Promise<{ user: User; request: RoleRequest }> {
  const user = await stored((await colleague("trader")).userId);
  const request = await act(asker, "Users.Manage", user.entityId, (tx, grant) => requestRole(tx, grant, changeOf(user, { role: "viewer" })));
  return { user, request };
}

type Step = (request: RoleRequest, beforeCommit?: () => Promise<void>) => Promise<unknown>;
const approve: Step = ({ id, entityId }, beforeCommit) =>
  act(operator, "Users.Promote", entityId, async (tx, grant) => {
    await approveRequest(tx, grant, { id, reason: REASON });
    await beforeCommit?.();
  });
const reject: Step = ({ id, entityId }, beforeCommit) =>
  act(operator, "Users.Promote", entityId, async (tx, grant) => {
    await rejectRequest(tx, grant, { id, reason: REASON });
    await beforeCommit?.();
  });
const withdraw: Step = ({ id, entityId }, beforeCommit) =>
  act(asker, "Users.Manage", entityId, async (tx, grant) => {
    await withdrawRequest(tx, grant, { id });
    await beforeCommit?.();
  });
const freeze: Step = ({ userId, entityId }, beforeCommit) =>
  act(second, "Users.Manage", entityId, async (tx, grant) => {
    await setUserStatus(tx, grant, { id: userId, version: 1, status: "frozen", reason: REASON });
    await beforeCommit?.();
  });

describe("approval checks the role that the request saw, even when nothing has superseded the request", () => {
  test.each([
    ["another role", "STALE_BASE", { role: "credit-manager" }, { role: "trader" }],
    ["a terminated person", "ILLEGAL_TRANSITION", { status: "terminated" }, { status: "active" }],
  ] as const)("approval is refused for %s with %s", async (_name, code, change, back) => {
    const { user, request } = await asked();
    // Restores the request as if the database had not superseded it.
    const quietly = (data: { role?: string; status?: User["status"] }) =>
      database.client.$transaction([
        database.client.$executeRaw`SET LOCAL session_replication_role = replica`,
        database.client.user.update({ where: { id: user.id }, data }),
      ]);
    await quietly(change);
    expect(await outcomeOf(approve(request))).toBe(code);
    expect(await stored(user.id)).toMatchObject({ role: "trader", ...change });
    expect(await requestOf(request.id)).toMatchObject({ state: "pending" });
    await quietly(back);
    expect(await outcomeOf(approve(request))).toBe("done");
    expect(await stored(user.id)).toMatchObject({ role: "viewer" });
  });
});

describe.runIf(RUNS_ON === "postgresql")("of two concurrent decisions, the second sees the result of the first", () => {
  test.each([
    ["a decision", "the status of the person", freeze, approve, "STALE_BASE"],
    ["a rejection", "the status of the person", freeze, reject, "STALE_BASE"],
    ["a decision", "its withdrawal", withdraw, approve, "ILLEGAL_TRANSITION"],
    ["a withdrawal", "its approval", approve, withdraw, "ILLEGAL_TRANSITION"],
    ["a withdrawal", "its rejection", reject, withdraw, "ILLEGAL_TRANSITION"],
    ["the status of the person", "a decision about their role", approve, freeze, "STALE_BASE"],
    ["the status of the person", "a rejection, which leaves them as they were", reject, freeze, "done"],
  ] as const)("%s after %s", async (_second, _first, first, then, code) => {
    const { user, request } = await asked();
    const outcomes = await during(
      database,
      (beforeCommit) => outcomeOf(first(request, beforeCommit)),
      () => outcomeOf(then(request)),
    );
    expect(outcomes).toEqual(["done", code]);
    const states = new Map([
      [freeze, "superseded"],
      [withdraw, "withdrawn"],
      [approve, "approved"],
      [reject, "rejected"],
    ]);
    expect((await requestOf(request.id)).state).toBe(states.get(first));
    expect((await stored(user.id)).role).toBe(first === approve ? "viewer" : "trader");
  });
});
