import "server-only";
import type { Holding } from "@/lib/domain/standing/model";
import { record } from "@/lib/platform/audit/record";
import { isUniqueViolation } from "@/lib/platform/db/failures";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { RoleRequest, User } from "@/lib/platform/db/types";
import { AppError } from "@/lib/platform/errors";
import { roleRequested } from "./audit-events";
import type { AssignRoles } from "./lock";
import { assertMayAssignRole } from "./rules";

/** Requests a role on the caller's behalf; somebody else decides. The caller has locked the person. */
export async function insertRoleRequest(tx: ScopedTx, grant: AssignRoles, person: User, to: Holding, reason: string): Promise<RoleRequest> {
  const { principal } = grant;
  assertMayAssignRole(grant, to);
  const request = await unlessAsked(
    person,
    tx.roleRequest.create({
      data: {
        entityId: person.entityId,
        userId: person.id,
        fromRole: person.role,
        fromGlobal: person.global,
        toRole: to.role,
        toGlobal: to.global,
        reason,
        seenAuthzVersion: person.authzVersion,
        endsAt: to.endsAt,
        requesterId: principal.userId,
        requesterOid: principal.oid,
        requesterLogin: principal.login,
        requesterName: principal.displayName,
        requesterEmail: principal.email,
      },
    }),
  );
  record(tx, grant, roleRequested(person, request));
  return request;
}

/** One open request per person. */
async function unlessAsked(person: User, write: Promise<RoleRequest>): Promise<RoleRequest> {
  try {
    return await write;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("ALREADY_EXISTS", `Another role has been asked for ${person.displayName} already. It is decided or withdrawn first.`, {
      link: { href: `/admin/users/${person.id}/role`, label: "See what was asked" },
    });
  }
}
