import "server-only";
import { endProposalsOf } from "@/lib/domain/configuration";
import { standingOf } from "@/lib/domain/standing";
import type { ChangeEvent } from "@/lib/platform/audit/event";
import { mayAskForRole, mayNotAskAnyMore } from "@/lib/platform/authz/asked";
import type { Principal } from "@/lib/platform/authz/principal";
import type { ScopedTx, SystemTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import type { RoleRequest, User } from "@/lib/platform/db/types";
import { roleSuperseded } from "./audit-events";
import { tellRequestEnded } from "./letters";

/**
 * Ends what somebody asked for and may not ask for as they stand now: open requests for roles, and proposals of the configuration. They are
 * told. Returns what goes on the record. Whoever changes how a person stands calls it in that transaction, with the person locked and
 * changed already.
 */
export async function endWhatTheyAsked(tx: ScopedTx | SystemTx, { id, entityId, displayName }: User): Promise<readonly ChangeEvent[]> {
  // As stored: the change may have been made by another statement than the one that the caller has the row of.
  const stored = await tx.user.findUnique({ where: { id }, include: { entity: true } });
  if (!stored) throw new Error(`${displayName} of ${entityId} is not visible to whoever changes them.`);
  const person = standingOf(stored);
  const requests = await endRequestsOf(tx, person);
  return [...requests, ...(await endProposalsOf(tx, person))];
}

async function endRequestsOf(tx: ScopedTx | SystemTx, person: Principal): Promise<readonly ChangeEvent[]> {
  const open = await tx.roleRequest.findMany({ where: { requesterId: person.userId, state: "pending" }, include: { user: true }, orderBy: { id: "asc" } });
  const lost = open.filter((request) => !mayAskForRole(person, request));
  if (lost.length === 0) return [];
  const at = await databaseTime(tx);
  const events: ChangeEvent[] = [];
  for (const { user, ...request } of lost) events.push(await endRequest(tx, request, user, at, mayNotAskAnyMore(person.displayName)));
  return events;
}

/** Ends one open request by itself; whoever asked is told why. */
export async function endRequest(tx: ScopedTx | SystemTx, request: RoleRequest, about: User, at: Date, why: string): Promise<ChangeEvent> {
  const after = await tx.roleRequest.update({ where: { id: request.id }, data: { state: "superseded", decidedAt: at, decisionReason: why } });
  await tellRequestEnded(tx, request, about, why);
  return roleSuperseded(about, request, after, why);
}
