import "server-only";
import { invitableRoles } from "@/lib/platform/authz/assignable";
import type { Grant } from "@/lib/platform/authz/grant";
import { type RoleKey, rolesHolding } from "@/lib/platform/authz/roles";
import { scopeOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Invitee } from "./invited";

/** What a new entity still needs before its people can work on their own. */
export type SetUp = {
  /** The role that its first people are invited with. */
  readonly role: RoleKey | undefined;
  readonly adminsInvited: number;
  readonly adminsJoined: number;
  readonly documents: number;
  readonly isDone: boolean;
};

/** The people who may manage an entity's people are its admins. */
const ADMINS = rolesHolding("Users.Manage");

/** Reads how far an entity is. `documents` counts no further than one. */
export async function setUpOf(tx: ScopedTx, grant: Grant<"Users.View">, entityId: string, invited: readonly Invitee[]): Promise<SetUp> {
  const inEntity = [...scopeOf(tx, grant).where, { entityId }];
  const adminsJoined = await tx.user.count({ where: { AND: [...inEntity, { role: { in: [...ADMINS] }, status: "active" }] }, take: 2 });
  const documents = await tx.documentationStatus.count({ where: { entityId, status: { not: "no_docs" } }, take: 1 });
  const adminsInvited = invited.filter(({ role }) => ADMINS.some((one) => one === role)).length;
  const role = invitableRoles(grant.principal).find((one) => ADMINS.includes(one));
  return { role, adminsInvited, adminsJoined, documents, isDone: adminsJoined >= 2 && documents > 0 };
}
