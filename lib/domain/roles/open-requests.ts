import "server-only";
import type { ChangeEvent } from "@/lib/platform/audit/event";
import { record } from "@/lib/platform/audit/record";
import type { Grant } from "@/lib/platform/authz/grant";
import type { ScopedTx, SystemTx } from "@/lib/platform/db/scoped-tx";
import type { RoleRequest, User } from "@/lib/platform/db/types";
import { endRequest } from "./asked-by";

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
  return endRequest(tx, request, person, at, why);
}

/** The same, recorded as what the grant's holder did. */
export async function endOpenRequestBy(tx: ScopedTx, grant: AssignRoles, person: User, at: Date, why: string): Promise<void> {
  const event = await endOpenRequest(tx, person, at, why);
  if (event) record(tx, grant, event);
}
