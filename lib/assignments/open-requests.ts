import "server-only";
import type { ChangeEvent } from "@/lib/audit/event";
import { record } from "@/lib/audit/record";
import type { Grant } from "@/lib/authz/grant";
import { roleLabel } from "@/lib/authz/roles";
import type { ScopedTx, SystemTx } from "@/lib/db/scope";
import type { RoleRequest, User } from "@/lib/db/types";
import { env } from "@/lib/env";
import { queueMail } from "@/lib/mail/outbox";
import { roleSuperseded } from "./audit-events";

type AssignRoles = Grant<"Users.Manage"> | Grant<"Users.Promote">;
export type OpenRequest = Pick<RoleRequest, "id" | "userId" | "toRole" | "toGlobal" | "requesterName">;

/** The requests about these people that somebody still has to decide; row-level security keeps them to whom the grant reaches. */
export const openRequestsAbout = (tx: ScopedTx, _grant: AssignRoles, userIds: readonly string[]): Promise<OpenRequest[]> =>
  tx.roleRequest.findMany({
    where: { userId: { in: [...userIds] }, state: "pending" },
    orderBy: { id: "asc" },
    select: { id: true, userId: true, toRole: true, toGlobal: true, requesterName: true },
  });

/**
 * Ends the open request about somebody whose standing is about to change, and tells whoever asked. Returns what goes on the record; null
 * where there is none. The caller has locked the person and not changed them yet: the database ends what is left without a word.
 */
export async function endOpenRequest(tx: ScopedTx | SystemTx, person: User, at: Date, why: string): Promise<ChangeEvent | null> {
  await tx.$queryRaw`SELECT id FROM role_request WHERE user_id = ${person.id}::uuid AND state = 'pending' FOR UPDATE`;
  const request = await tx.roleRequest.findFirst({ where: { userId: person.id, state: "pending" } });
  if (!request) return null;
  const after = await tx.roleRequest.update({ where: { id: request.id }, data: { state: "superseded", decidedAt: at, decisionReason: why } });
  const role = request.toGlobal ? `${roleLabel(request.toRole)} with Global` : roleLabel(request.toRole);
  const link = new URL(`/admin/users/promotions/${request.id}`, env().APP_URL).href;
  const params = { person: person.displayName, role, reason: why, link };
  await queueMail(tx, [{ to: request.requesterEmail, entityId: request.entityId, template: "role_request_ended", params }]);
  return roleSuperseded(person, request, after, why);
}

/** The same, recorded as what the grant's holder did. */
export async function endOpenRequestBy(tx: ScopedTx, grant: AssignRoles, person: User, at: Date, why: string): Promise<void> {
  const event = await endOpenRequest(tx, person, at, why);
  if (event) record(tx, grant, event);
}
