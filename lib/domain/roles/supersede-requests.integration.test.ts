import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { approveProposal } from "@/lib/domain/configuration/commands";
import { applyNextDue, expireProposals } from "@/lib/domain/configuration/schedule";
import { adoptFromDirectory } from "@/lib/domain/directory/adopt-from-directory";
import { continueBulk, startBulk } from "@/lib/domain/people/bulk";
import { setUserStatus, terminateUser } from "@/lib/domain/people/commands";
import { selectionHash } from "@/lib/domain/people/selection";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import type { RoleRequest } from "@/lib/platform/db/types";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inSystem, inWriteScope } from "@/lib/platform/unit-of-work/scope";
import { asActor } from "@/lib/testing/actors";
import { act, changeOf, colleague, REASON } from "@/lib/testing/assignments";
import { addFirstVersion, pendingProposal, withSpread } from "@/lib/testing/configuration";
import { OTHER_ENTITY, OWN_ENTITY } from "@/lib/testing/principals";
import { callerFor, outcomeOf } from "@/lib/testing/two-entities";
import { openTestWorld } from "@/lib/testing/world";
import { approveRequest, changeRole, requestRole } from "./commands";
import { expireRole } from "./expire-roles";
import { expireRequests } from "./jobs";
import type { RoleChange } from "./schema";

let database: Database;
let chief: UserPrincipal;
let decider: UserPrincipal;
beforeAll(async () => {
  database = await openTestWorld();
  await addFirstVersion();
  chief = await colleague("operator", { entityId: OTHER_ENTITY, global: true });
  decider = await colleague("operator", { entityId: OTHER_ENTITY, global: true });
});
afterAll(() => database.close());

const stored = (id: string) => database.client.user.findUniqueOrThrow({ where: { id } });
const requestOf = (id: string) => database.client.roleRequest.findUniqueOrThrow({ where: { id } });
const proposalOf = (id: string) => database.client.configurationProposal.findUniqueOrThrow({ where: { id } });
const SOON = () => new Date(Date.now() + 3_600_000);

/** Everything an operator can have open: two requests about others, a pending and a scheduled proposal. */
async function asking(role = "operator", more: { global?: boolean } = { global: true }) {
  const asker = await colleague(role, more);
  const requests: RoleRequest[] = [];
  for (const to of ["trader", "credit-manager"] as const) {
    const about = await stored((await colleague("viewer")).userId);
    requests.push(await act(asker, "Users.Manage", OWN_ENTITY, (tx, grant) => requestRole(tx, grant, changeOf(about, { role: to }))));
  }
  const proposals =
    role === "operator"
      ? [
          await pendingProposal(asker, { content: withSpread("7.0"), baseNumber: 1 }),
          await pendingProposal(asker, { content: withSpread("8.0"), baseNumber: 1, approvedBy: decider, effectiveAt: SOON() }),
        ]
      : [];
  return { asker, requests, proposals, user: await stored(asker.userId) };
}
type Asked = Awaited<ReturnType<typeof asking>>;

const status =
  (next: "halted" | "frozen" | "deactivated") =>
  ({ user: { id, version, entityId } }: Asked) =>
    act(chief, "Users.Manage", entityId, (tx, grant) => setUserStatus(tx, grant, { id, version, status: next, reason: REASON }));
const demote =
  (role: RoleChange["role"]) =>
  ({ user }: Asked) =>
    act(chief, "Users.Promote", user.entityId, (tx, grant) => changeRole(tx, grant, changeOf(user, { role })));

/** Every way to lose the right to request. */
const LOSSES: readonly (readonly [string, (asked: Asked) => Promise<unknown>])[] = [
  ["demoted", demote("viewer")],
  ["frozen", status("frozen")],
  ["deactivated", status("deactivated")],
  [
    "terminated",
    ({ user: { id, version, displayName: name, entityId } }) =>
      act(chief, "Users.Manage", entityId, (tx, grant) => terminateUser(tx, grant, { id, version, name, reason: REASON })),
  ],
  [
    "deactivated as one of many",
    async ({ user: { id } }) => {
      const start = { scope: { ids: [id] }, seen: 1, selection: selectionHash([{ id: id }]), change: "deactivated", reason: REASON } as const;
      const run = await act(chief, "Users.Manage", OTHER_ENTITY, (tx, grant) => startBulk(tx, grant, start));
      await act(chief, "Users.Manage", OTHER_ENTITY, (tx, grant) => continueBulk(tx, grant, { id: run.id }));
    },
  ],
  ["demoted by the directory", ({ user }) => inSystem((tx) => adoptFromDirectory(tx, user, { role: "viewer", globalAppRole: false }))],
  [
    "back in their former role by time",
    async ({ user: { id } }) => {
      const over = new Date(Date.now() - 1_000);
      await database.client.user.update({ where: { id }, data: { baseRole: "viewer", baseGlobal: false, roleEndsAt: over } });
      await inSystem((tx) => expireRole(tx, id, randomUUID()));
    },
  ],
];

describe("the open requests of a person who may no longer make them", () => {
  test.each(LOSSES)("the open requests of a person end once they are %s", async (_how, lose) => {
    const asked = await asking();
    await lose(asked);
    for (const { id } of asked.requests)
      expect(await requestOf(id)).toMatchObject({ state: "superseded", decisionReason: expect.stringContaining("may not ask") });
    for (const { id } of asked.proposals)
      expect(await proposalOf(id)).toMatchObject({ state: "superseded", appliedNumber: null, decisionReason: expect.stringContaining("may not ask") });
    const told = await database.client.mailMessage.findMany({ where: { toAddress: asked.requests[0]?.requesterEmail ?? "" } });
    expect(told.filter(({ template }) => template === "role_request_ended")).toHaveLength(2);
    expect(await database.client.mailMessage.count({ where: { toAddress: asked.asker.email, subject: { contains: "has ended" } } })).toBe(2);
  });

  test("their end is recorded with the requests' subjects and with the proposal", async () => {
    const asked = await asking();
    await demote("viewer")(asked);
    for (const { userId } of asked.requests)
      expect(await database.client.auditEvent.findMany({ where: { targetId: userId, action: "user.role_request_superseded" } })).toMatchObject([
        { actorUserId: chief.userId, changes: { state: { from: "pending", to: "superseded" } }, reason: expect.stringContaining("may not ask") },
      ]);
    for (const { id } of asked.proposals)
      expect(await database.client.auditEvent.count({ where: { targetId: id, action: "configuration.superseded" } })).toBe(1);
  });

  test("an operator who becomes an entity admin keeps requests that an entity admin may make", async () => {
    const asked = await asking();
    await demote("entity-admin")(asked);
    for (const { id } of asked.requests) expect(await requestOf(id)).toMatchObject({ state: "pending" });
    for (const { id } of asked.proposals) expect(await proposalOf(id)).toMatchObject({ state: "superseded" });
  });

  test("a halted person keeps their requests", async () => {
    const asked = await asking();
    await status("halted")(asked);
    for (const { id } of asked.requests) expect(await requestOf(id)).toMatchObject({ state: "pending" });
    for (const { id } of asked.proposals) expect(await proposalOf(id)).not.toMatchObject({ state: "superseded" });
  });

  test("a person moved to another entity in the database loses their requests", async () => {
    const asked = await asking();
    await database.client.user.update({ where: { id: asked.user.id }, data: { entityId: OTHER_ENTITY } });
    for (const { id } of asked.requests) expect(await requestOf(id)).toMatchObject({ state: "superseded" });
    for (const { id } of asked.proposals) expect(await proposalOf(id)).toMatchObject({ state: "superseded" });
  });
});

const approve = ({ id, entityId }: { id: string; entityId: string }) =>
  outcomeOf(act(decider, "Users.Promote", entityId, (tx, grant) => approveRequest(tx, grant, { id, reason: REASON })));
const approveChange = async ({ id, hash }: { id: string; hash: string }, by = decider) =>
  outcomeOf(
    inWriteScope(await asActor(callerFor(by)), "configuration.test", (tx) =>
      approveProposal(tx, authorize(tx, "Market.Config.Approve", { entityId: by.entity.id }), { id, hash }),
    ),
  );

describe("the requester's right at approval", () => {
  test("approval reads the requester's standing again, even when nothing has ended the request", async () => {
    const asked = await asking();
    // Simulates an older version of the portal, whose change ends nothing.
    await database.client.user.update({ where: { id: asked.user.id }, data: { role: "viewer", global: false } });
    for (const request of asked.requests) expect(await approve(request)).toBe("STALE_BASE");
    const [pending] = asked.proposals;
    expect(pending && (await approveChange(pending))).toBe("STALE_BASE");
    await database.client.user.update({ where: { id: asked.user.id }, data: { role: "operator", global: true } });
    for (const request of asked.requests) expect(await approve(request)).toBe("done");
  });

  test("approval reads the standing of a requester of another entity, who is hidden from the decider", async () => {
    const { requests, proposals, user } = await asking();
    const local = await colleague("operator", { entityId: OTHER_ENTITY });
    const [pending] = proposals;
    await database.client.user.update({ where: { id: user.id }, data: { status: "deactivated" } });
    expect(pending && (await approveChange(pending, local))).toBe("STALE_BASE");
    await database.client.user.update({ where: { id: user.id }, data: { status: "active" } });
    expect(pending && (await approveChange(pending, local))).toBe("done");
    expect(await database.client.roleRequest.count({ where: { id: { in: requests.map(({ id }) => id) }, state: "pending" } })).toBe(2);
  });
});

describe("expiry after thirty days, by the database's clock", () => {
  const age = async (table: string, column: string, id: string, days: number) => {
    await database.client.$transaction([
      database.client.$executeRaw`SET LOCAL session_replication_role = replica`,
      database.client.$executeRawUnsafe(`ALTER TABLE configuration_proposal DISABLE TRIGGER configuration_proposal_kept`),
      database.client.$executeRawUnsafe(`UPDATE ${table} SET ${column} = now() - make_interval(days => ${days}) WHERE id = '${id}'`),
      database.client.$executeRawUnsafe(`ALTER TABLE configuration_proposal ENABLE ALWAYS TRIGGER configuration_proposal_kept`),
    ]);
  };

  test("a request expires on the thirtieth day, not before: it is refused even before the job runs, and the job ends it", async () => {
    const { requests } = await asking("entity-admin", {});
    const [first, second] = requests;
    if (!first || !second) throw new Error("Two were asked.");
    await age("role_request", "created_at", first.id, 29);
    await age("role_request", "created_at", second.id, 30);
    expect(await approve(second)).toBe("STALE_BASE");
    await expireRequests.run();
    expect(await requestOf(first.id)).toMatchObject({ state: "pending" });
    expect(await requestOf(second.id)).toMatchObject({ state: "superseded", decidedById: null, decisionReason: expect.stringContaining("30 days") });
    expect(await database.client.auditEvent.count({ where: { targetId: second.userId, action: "user.role_request_superseded", actorName: "Rolebook" } })).toBe(
      1,
    );
    expect(await approve(second)).toBe("STALE_BASE");
    expect(await approve(first)).toBe("done");
  });

  test("a pending proposal expires likewise, and a scheduled one does not", async () => {
    const base = (await database.client.configurationVersion.aggregate({ _max: { number: true } }))._max.number ?? 0;
    const asker = await colleague("operator", { global: true });
    const made = await pendingProposal(asker, { content: withSpread("5.0"), baseNumber: base });
    const scheduled = await pendingProposal(asker, { content: withSpread("6.0"), baseNumber: base, approvedBy: decider, effectiveAt: SOON() });
    for (const { id } of [made, scheduled]) await age("configuration_proposal", "proposed_at", id, 30);
    expect(await approveChange(made)).toBe("STALE_BASE");
    await expireProposals.run();
    expect(await proposalOf(made.id)).toMatchObject({ state: "superseded", decisionReason: expect.stringContaining("30 days") });
    expect(await proposalOf(scheduled.id)).toMatchObject({ state: "approved" });
    expect(await applyNextDue()).toBe(false);
  });
});
