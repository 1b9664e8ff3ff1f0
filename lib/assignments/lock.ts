import "server-only";
import type { Grant } from "@/lib/authz/grant";
import { countsAsGlobal, type Principal } from "@/lib/authz/principal";
import type { ScopedTx } from "@/lib/db/scope";
import { databaseTime } from "@/lib/db/time";
import type { RoleRequest, User } from "@/lib/db/types";
import { AppError } from "@/lib/errors";
import { lockedUser } from "@/lib/users/lock";

export type AssignRoles = Grant<"Users.Manage"> | Grant<"Users.Promote">;
type Standing = Pick<User, "id" | "role" | "global" | "status">;

/**
 * A person whom the grant reaches, locked together with whoever acts, in one order for everybody: of two people who change
 * each other at one moment the second finds their own standing gone. Throws NOT_AUTHORISED then, and where there is nobody.
 */
export async function lockedPerson(tx: ScopedTx, grant: AssignRoles, id: string): Promise<{ readonly person: User; readonly at: Date }> {
  const { principal } = grant;
  const locked = await tx.$queryRaw<Standing[]>`
    SELECT id, role, global, status::text AS status FROM portal_user
    WHERE id IN (${id}::uuid, ${principal.userId}::uuid) ORDER BY id FOR UPDATE`;
  mustStillStand(
    principal,
    locked.find((row) => row.id === principal.userId),
  );
  const { user: person } = await lockedUser(tx, grant, id);
  return { person, at: await databaseTime(tx) };
}

/** The grant was decided on the standing that whoever acts had when their request came in. */
function mustStillStand(principal: Principal, row: Standing | undefined): void {
  const stands = row && row.role === principal.role && countsAsGlobal(row.role, row.global) === principal.global && row.status === principal.status;
  if (!stands) throw new AppError("NOT_AUTHORISED", "Your own role or status was changed at this moment, so this was not done. Open the page again.");
}

/** A request and its person, locked in that order's reverse: the person first, as everything that supersedes requests does. */
export async function lockedRequest(
  tx: ScopedTx,
  grant: AssignRoles,
  id: string,
): Promise<{ readonly request: RoleRequest; readonly person: User; readonly at: Date }> {
  const about = await tx.roleRequest.findUnique({ where: { id }, select: { userId: true } });
  if (!about) throw new AppError("NOT_AUTHORISED", "There is no such request. Go back to the list and choose one.");
  const { person, at } = await lockedPerson(tx, grant, about.userId);
  const request = await tx.roleRequest.findUniqueOrThrow({ where: { id } });
  return { request, person, at };
}

/** Whose entity decides about a request; null for one that is not visible. */
export const entityOfRequest = (tx: ScopedTx, id: string): Promise<{ readonly entityId: string } | null> =>
  tx.roleRequest.findUnique({ where: { id }, select: { entityId: true } });
