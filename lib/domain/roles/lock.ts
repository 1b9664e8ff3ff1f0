import "server-only";
import { lockedUser } from "@/lib/domain/standing";
import type { Target } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { RoleRequest, User } from "@/lib/platform/db/types";
import { refuse } from "@/lib/platform/unit-of-work/refuse";

export type AssignRoles = Grant<"Users.Manage"> | Grant<"Users.Promote">;

/** A request and its person, locked: the person first, in the same order as everything that supersedes requests. */
export async function lockedRequest(
  tx: ScopedTx,
  grant: AssignRoles,
  id: string,
): Promise<{ readonly request: RoleRequest; readonly person: User; readonly at: Date }> {
  const about = await tx.roleRequest.findUnique({ where: { id }, select: { userId: true } });
  if (!about) return refuse(grant, { code: "NOT_AUTHORISED", message: "There is no such request. Go back to the list and choose one." });
  const { user: person, at } = await lockedUser(tx, grant, about.userId);
  await tx.$queryRaw`SELECT id FROM role_request WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  const request = await tx.roleRequest.findUniqueOrThrow({ where: { id } });
  return { request, person, at };
}

/** The entity that decides a request; null when the request is not visible. */
export async function entityOfRequest(tx: ScopedTx, id: string): Promise<Target | null> {
  const request = await tx.roleRequest.findUnique({ where: { id }, select: { entityId: true, user: { select: { displayName: true } } } });
  return request && { entityId: request.entityId, subject: { type: "role_request", id, label: request.user.displayName, entityId: request.entityId } };
}
