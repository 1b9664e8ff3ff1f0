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

/** How requests for roles end without anybody deciding them: with their person, with whoever asked, and by time. */

type Tx = ScopedTx | SystemTx;
export type OpenRequest = Pick<RoleRequest, "id" | "userId" | "toRole" | "toGlobal" | "requesterName">;

/** The requests about these people that somebody still has to decide. */
export function openRequestsAbout(tx: ScopedTx, grant: AssignRoles, userIds: readonly string[]): Promise<OpenRequest[]> {
  return tx.roleRequest.findMany({
    where: { AND: [...scopeOf(tx, grant).where, { userId: { in: [...userIds] }, state: "pending" }] },
    orderBy: { id: "asc" },
    select: { id: true, userId: true, toRole: true, toGlobal: true, requesterName: true },
  });
}

/**
 * Ends what is asked for somebody whose standing is about to change. Returns what goes on the record. The caller has locked the person
 * and not changed them yet: the database ends what is left without a word.
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
 * Ends what somebody asked for and may not ask for as they stand now: open requests for roles, and proposals of the configuration.
 * Returns what goes on the record. Whoever changes how a person stands calls it in that transaction, with the person locked and changed
 * already.
 */
export async function supersedeRequestsBy(tx: Tx, { id, entityId, displayName }: User): Promise<readonly ChangeEvent[]> {
  // As stored: the change may have been made by another statement than the one that the caller has the row of.
  const stored = await tx.user.findUnique({ where: { id }, include: { entity: true } });
  if (!stored) throw new Error(`${displayName} of ${entityId} is not visible to whoever changes them.`);
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
 * Ends each of these by itself, and tells whoever asked. Returns what goes on the record: nothing of one that somebody else has decided or
 * ended since it was read.
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
