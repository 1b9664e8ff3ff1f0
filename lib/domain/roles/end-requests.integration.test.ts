import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { adoptFromDirectory } from "@/lib/domain/directory/adopt-from-directory";
import { readLetter } from "@/lib/domain/mail/letter";
import { continueBulk, startBulk } from "@/lib/domain/people/bulk";
import { setUserStatus, terminateUser } from "@/lib/domain/people/commands";
import { selectionHash } from "@/lib/domain/people/selection";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import type { RoleRequest, User } from "@/lib/platform/db/types";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { act, changeOf, colleague, REASON } from "@/lib/testing/assignments";
import { OWN_ENTITY } from "@/lib/testing/principals";
import { callerFor, recordOf } from "@/lib/testing/two-entities";
import { openTestWorld } from "@/lib/testing/world";
import { approveRequest, changeRole, rejectRequest, requestRole } from "./commands";
import { expireRole } from "./expire-roles";
import { openRequestsAbout, supersedeRequests } from "./supersede-requests";

process.env.SESSION_SECRET = "a secret of the tests, long enough to be accepted";

let database: Database;
let asker: UserPrincipal;
let admin: UserPrincipal;
let operator: UserPrincipal;
beforeAll(async () => {
  database = await openTestWorld();
  asker = await colleague("entity-admin");
  admin = await colleague("entity-admin");
  operator = await colleague("operator");
});
afterAll(() => database.close());

const stored = (id: string) => database.client.user.findUniqueOrThrow({ where: { id } });
const requestOf = ({ id }: RoleRequest) => database.client.roleRequest.findUniqueOrThrow({ where: { id } });

/** A person with an open role request. */
async function asked(): Promise<{ readonly user: User; readonly request: RoleRequest }> {
  const user = await stored((await colleague("trader")).userId);
  const request = await act(asker, "Users.Manage", OWN_ENTITY, (tx, grant) => requestRole(tx, grant, changeOf(user, { role: "credit-manager" })));
  return { user, request };
}
const setStatus = (user: User, status: "active" | "halted" | "frozen" | "deactivated", caller = callerFor(admin)) =>
  act(admin, "Users.Manage", OWN_ENTITY, (tx, grant) => setUserStatus(tx, grant, { id: user.id, version: user.version, status, reason: REASON }), caller);

/** Expects the request to have ended, its requester notified, and the person's history to say why. */
async function expectEnded(request: RoleRequest, why: string): Promise<void> {
  expect(await requestOf(request)).toMatchObject({ state: "superseded", decisionReason: expect.stringContaining(why), decidedAt: expect.any(Date) });
  const mail = await database.client.mailMessage.findMany({ where: { template: "role_request_ended", toAddress: asker.email } });
  const letters = await Promise.all(mail.map(({ sealed }) => readLetter(sealed ?? "")));
  expect(letters.filter((letter) => letter?.text.includes(request.id)).map((letter) => letter?.text.includes(why))).toEqual([true]);
  const history = await database.client.auditEvent.findMany({ where: { targetId: request.userId, action: "user.role_request_superseded" } });
  expect(history).toMatchObject([{ changes: { state: { from: "pending", to: "superseded" } }, reason: expect.stringContaining(why) }]);
}

describe("an open role request", () => {
  test("a request stays open when its person is halted and reactivated, and can then be approved", async () => {
    const { user, request } = await asked();
    await setStatus(user, "halted");
    expect(await requestOf(request)).toMatchObject({ state: "pending" });
    await setStatus(await stored(user.id), "active");
    await act(operator, "Users.Promote", OWN_ENTITY, (tx, grant) => approveRequest(tx, grant, { id: request.id, reason: REASON }));
    expect(await stored(user.id)).toMatchObject({ role: "credit-manager" });
    expect(await database.client.auditEvent.count({ where: { targetId: user.id, action: "user.role_request_superseded" } })).toBe(0);
  });

  test.each(["frozen", "deactivated"] as const)("a request ends when its person is %s: history shows it, and the requester is notified", async (status) => {
    const { user, request } = await asked();
    const caller = callerFor(admin);
    await setStatus(user, status, caller);
    await expectEnded(request, REASON);
    expect((await recordOf(database, caller)).map(({ action }) => action)).toEqual(["user.role_request_superseded", "user.status_changed"]);
  });

  test("a request ends when its person is terminated, or a temporary role of theirs expires", async () => {
    const ended = await asked();
    const { id, version, displayName: name } = ended.user;
    await act(operator, "Users.Manage", OWN_ENTITY, (tx, grant) => terminateUser(tx, grant, { id, version, name, reason: REASON }));
    await expectEnded(ended.request, "Their status was set to Terminated");
    const { user, request } = await asked();
    const over = new Date(Date.now() - 1_000);
    await database.client.user.update({ where: { id: user.id }, data: { baseRole: "viewer", baseGlobal: false, roleEndsAt: over } });
    await inSystem((tx) => expireRole(tx, user.id, randomUUID()));
    await expectEnded(request, "A temporary role of theirs ran out.");
  });

  test("a request ends in a bulk change as in a single one", async () => {
    const { user, request } = await asked();
    const { id } = await act(admin, "Users.Manage", OWN_ENTITY, (tx, grant) =>
      startBulk(tx, grant, { scope: { ids: [user.id] }, seen: 1, selection: selectionHash([user]), change: "deactivated", reason: REASON }),
    );
    await act(admin, "Users.Manage", OWN_ENTITY, (tx, grant) => continueBulk(tx, grant, { id }));
    await expectEnded(request, REASON);
  });

  test("a request ends when its person is given another role directly, or by the directory", async () => {
    const changed = await asked();
    await act(operator, "Users.Promote", OWN_ENTITY, (tx, grant) => changeRole(tx, grant, changeOf(changed.user, { role: "viewer" })));
    await expectEnded(changed.request, "They were given another role.");
    const adopted = await asked();
    const { ended } = await inSystem((tx) => adoptFromDirectory(tx, adopted.user, { role: "viewer", globalAppRole: false }));
    expect(ended).toMatchObject([{ action: "user.role_request_superseded", target: { id: adopted.user.id } }]);
    expect(await requestOf(adopted.request)).toMatchObject({ state: "superseded", decisionReason: "The directory gave them another role." });
  });

  test("a form that would end a request shows it, until it is decided", async () => {
    const { user, request } = await asked();
    const found = () => act(admin, "Users.Manage", OWN_ENTITY, (tx, grant) => openRequestsAbout(tx, grant, [user.id, operator.userId]));
    expect(await found()).toMatchObject([{ id: request.id, userId: user.id, toRole: "credit-manager", requesterName: asker.displayName }]);
    await act(operator, "Users.Promote", OWN_ENTITY, (tx, grant) => rejectRequest(tx, grant, { id: request.id, reason: REASON }));
    expect(await found()).toEqual([]);
  });

  test("a request ends once: a transaction that read it before another settled it records and sends nothing", async () => {
    const { user, request } = await asked();
    const end = (why: string) => inSystem((tx) => supersedeRequests(tx, [{ ...request, user }], new Date(), why));
    expect(await end("The first reason.")).toHaveLength(1);
    expect(await end("The second reason.")).toEqual([]);
    expect(await requestOf(request)).toMatchObject({ state: "superseded", decisionReason: "The first reason." });
    const letters = await database.client.mailMessage.findMany({ where: { template: "role_request_ended", toAddress: asker.email } });
    const about = await Promise.all(letters.map(({ sealed }) => readLetter(sealed ?? "")));
    expect(about.filter((letter) => letter?.text.includes(request.id))).toHaveLength(1);
    const decided = await asked();
    await act(operator, "Users.Promote", OWN_ENTITY, (tx, grant) => rejectRequest(tx, grant, { id: decided.request.id, reason: REASON }));
    expect(await inSystem((tx) => supersedeRequests(tx, [{ ...decided.request, user: decided.user }], new Date(), "Too late."))).toEqual([]);
    expect(await requestOf(decided.request)).toMatchObject({ state: "rejected" });
  });
});
