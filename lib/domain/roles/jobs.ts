import "server-only";
import { randomUUID } from "node:crypto";
import { recordBySystem } from "@/lib/platform/audit/system";
import { EXPIRED, openSince } from "@/lib/platform/authz/may-still-ask";
import type { SystemTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import type { Job } from "@/lib/platform/jobs/job";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { expireRole } from "./expire-roles";
import { notifyRoleEnding } from "./notify";
import { supersedeRequests } from "./supersede-requests";

const AT_ONCE = 20;

/** Settles expired temporary roles of people who make no requests; their own next request would settle them too. */
export const expireRoles: Job = {
  name: "roles.settle",
  every: 10_000,
  run: untilDone(async (tx) => {
    const overdue = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM portal_user WHERE role_ends_at <= now() ORDER BY role_ends_at LIMIT ${AT_ONCE} FOR NO KEY UPDATE SKIP LOCKED`;
    const requestId = randomUUID();
    for (const { id } of overdue) await expireRole(tx, id, requestId);
    return overdue.length;
  }),
};

/** Expires undecided requests. */
export const expireRequests: Job = {
  name: "roles.expire-requests",
  every: 60_000,
  run: untilDone(async (tx) => {
    const at = await databaseTime(tx);
    const old = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM role_request WHERE state = 'pending' AND created_at <= ${openSince(at)}
      ORDER BY created_at LIMIT ${AT_ONCE} FOR NO KEY UPDATE SKIP LOCKED`;
    const requests = await tx.roleRequest.findMany({ where: { id: { in: old.map(({ id }) => id) } }, include: { user: true } });
    await recordBySystem(tx, randomUUID(), await supersedeRequests(tx, requests, at, EXPIRED));
    return requests.length;
  }),
};

/** Announces ends that are near, once each. */
export const announceEnds: Job = {
  name: "roles.announce",
  every: 60_000,
  run: untilDone(async (tx) => {
    const near = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM role_grant WHERE announced_at IS NULL AND ended_at IS NULL AND announce_at <= now() AND ends_at > now()
      ORDER BY announce_at LIMIT ${AT_ONCE} FOR NO KEY UPDATE SKIP LOCKED`;
    const ids = near.map(({ id }) => id);
    const grants = await tx.roleGrant.findMany({ where: { id: { in: ids } }, include: { user: true } });
    const askers = await tx.user.findMany({ where: { id: { in: grants.map(({ askedById }) => askedById) } } });
    for (const { user, ...grant } of grants)
      if (user.status !== "terminated") await notifyRoleEnding(tx, user, grant, askers.find(({ id }) => id === grant.askedById) ?? null);
    await tx.$executeRaw`UPDATE role_grant SET announced_at = now() WHERE id = ANY(${ids}::uuid[])`;
    return near.length;
  }),
};

/** Runs short transactions until a round finds less than a full batch. */
function untilDone(round: (tx: SystemTx) => Promise<number>): () => Promise<void> {
  return async () => {
    let done: number;
    do done = await inSystem(round);
    while (done === AT_ONCE);
  };
}
