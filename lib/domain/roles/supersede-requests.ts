import "server-only";
import { supersedeProposalsOf } from "@/lib/domain/configuration";
import { standingOf } from "@/lib/domain/standing";
import type { ChangeEvent } from "@/lib/platform/audit/event";
import { mayAskForRole, requesterNotAllowed } from "@/lib/platform/authz/may-still-ask";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { scopeOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx, SystemTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import type { RoleRequest, User } from "@/lib/platform/db/types";
import { roleSuperseded } from "./audit-events";
import type { AssignRoles } from "./lock";
import { notifyRequestEnded } from "./notify";

/** Ends role requests without a decision: because of their person, their requester, or their age. */

type Tx = ScopedTx | SystemTx;
export type OpenRequest = Pick<RoleRequest, "id" | "userId" | "toRole" | "toGlobal" | "requesterName">;

/** The pending requests about these people. */
export function openRequestsAbout(tx: ScopedTx, grant: AssignRoles, userIds: readonly string[]): Promise<OpenRequest[]> {
  return tx.roleRequest.findMany({
    where: { AND: [...scopeOf(tx, grant).where, { userId: { in: [...userIds] }, state: "pending" }] },
    orderBy: { id: "asc" },
    select: { id: true, userId: true, toRole: true, toGlobal: true, requesterName: true },
  });
}

/**
 * Supersedes requests about a person whose standing is about to change. Returns the events to record. The
 * caller has locked the person and not changed them yet: the database ends any remaining request without a
 * notification.
 */
export async function supersedeRequestsAbout(tx: Tx, person: User, at: Date, why: string): Promise<readonly ChangeEvent[]> {
  const open = await tx.roleRequest.findMany({ where: { userId: person.id, state: "pending" } });
  return supersedeRequests(
    tx,
    open.map((request) => ({ ...request, user: person })),
    at,
    why,
  );
}

/**
 * Supersedes what a person requested and may no longer request: open role requests and configuration proposals.
 * Returns the events to record. Every change of standing calls this in its transaction, with the person locked
 * and already changed.
 */
export async function supersedeRequestsBy(tx: Tx, { id, entityId, displayName }: User): Promise<readonly ChangeEvent[]> {
  // Reads the stored row: another statement than the caller's may have made the change.
  const stored = await tx.user.findUnique({ where: { id }, include: { entity: true } });
  if (!stored) throw new Error(`${displayName} of ${entityId} is not visible to the person who changes them.`);
  const person = standingOf(stored);
  return [...(await endRequestsOf(tx, person)), ...(await supersedeProposalsOf(tx, person))];
}

async function endRequestsOf(tx: Tx, person: UserPrincipal): Promise<readonly ChangeEvent[]> {
  const open = await tx.roleRequest.findMany({ where: { requesterId: person.userId, state: "pending" }, include: { user: true }, orderBy: { id: "asc" } });
  const lost = open.filter((request) => !mayAskForRole(person, request));
  return lost.length === 0 ? [] : supersedeRequests(tx, lost, await databaseTime(tx), requesterNotAllowed(person.displayName));
}

type RequestAndPerson = RoleRequest & { readonly user: User };

/**
 * Supersedes each of these and notifies its requester. Returns the events to record; none for a request that
 * was decided or ended since it was read.
 */
export async function supersedeRequests(tx: Tx, requests: readonly RequestAndPerson[], at: Date, why: string): Promise<readonly ChangeEvent[]> {
  const events: ChangeEvent[] = [];
  for (const { user, ...request } of requests) {
    const ended = { state: "superseded", decidedAt: at, decisionReason: why } as const;
    const { count } = await tx.roleRequest.updateMany({ where: { id: request.id, state: "pending" }, data: ended });
    if (count === 0) continue;
    await notifyRequestEnded(tx, request, user, why);
    events.push(roleSuperseded(user, request, { ...request, ...ended }, why));
  }
  return events;
}
