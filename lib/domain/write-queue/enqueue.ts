import "server-only";
import { uuidv7 } from "uuidv7";
import { permissionsOf } from "@/lib/platform/authz/roles";
import { insertMany } from "@/lib/platform/db/insert-many";
import type { ScopedTx, SystemTx } from "@/lib/platform/db/scoped-tx";

/** A user whose standing in the directory changes. Never an invitation: who accepts it is proven by a token, and is a user by then. */
export type DirectoryPerson = { readonly entityId: string; readonly userId: string };

/** Directory writes state the desired end state, so sending one twice does no harm. */
export type DirectoryChange =
  /** In exactly this role's group among the role groups; null: in none of them. `from`: the role before, where there was one. */
  | { readonly kind: "set_role"; readonly role: string | null; readonly from?: string }
  | { readonly kind: "set_global"; readonly global: boolean }
  /** Every sign-in session that the directory itself keeps is over. */
  | { readonly kind: "revoke_sessions" };

/** In which order workers take writes: nobody keeps what was taken from them because many others are being given something. */
const URGENCY = { takesAway: 0, gives: 1, guests: 2 } as const;

/**
 * Queues writes to the directory in the caller's transaction: they exist exactly when the change they follow from does. A
 * worker applies them after the commit, in this order for each person. The caller holds the person's row locked, so that the
 * order is that of the changes. Source of the rule: the domain's "source of truth".
 */
export const writeToDirectory = (tx: ScopedTx | SystemTx, person: DirectoryPerson, changes: readonly DirectoryChange[]): Promise<void> =>
  insertMany(
    tx,
    "directory_write",
    changes.map((change) => ({
      ...rowOf(person.entityId, change.kind, urgencyOf(change)),
      userId: person.userId,
      role: change.kind === "set_role" ? change.role : null,
      global: change.kind === "set_global" ? change.global : null,
    })),
  );

type Invited = { readonly id: string; readonly entityId: string; readonly email: string };

/** Asks for a guest for each invitation whose address has no account. Accounts that exist are left as they are. */
export const inviteGuests = (tx: ScopedTx, invitations: readonly Invited[]): Promise<void> =>
  insertMany(
    tx,
    "directory_write",
    invitations.map(({ id, entityId, email }) => ({ ...rowOf(entityId, "invite_guest", URGENCY.guests), invitationId: id, address: email })),
  );

/**
 * The invitation has ended without anybody joining: no guest is made for it any more, and one that this portal made may go again.
 * A worker finds out whether it did, and whether anybody else needs it.
 */
export async function dropGuest(tx: ScopedTx, { id, entityId, email }: Invited): Promise<void> {
  await cancelGuest(tx, id);
  await insertMany(tx, "directory_write", [{ ...rowOf(entityId, "remove_guest", URGENCY.guests), address: email }]);
}

/** No guest has to be made for this invitation any more. */
export async function cancelGuest(tx: ScopedTx | SystemTx, invitationId: string): Promise<void> {
  await tx.directoryWrite.updateMany({ where: { invitationId, state: { in: ["pending", "failed"] } }, data: { state: "superseded" } });
}

const rowOf = (entityId: string, kind: string, urgency: number) => ({ id: uuidv7(), entityId, kind, urgency });

function urgencyOf(change: DirectoryChange): number {
  return takesAway(change) ? URGENCY.takesAway : URGENCY.gives;
}

function takesAway(change: DirectoryChange): boolean {
  if (change.kind === "revoke_sessions") return true;
  if (change.kind === "set_global") return !change.global;
  if (change.role === null) return true;
  const kept = permissionsOf(change.role, EVERYTHING);
  return change.from !== undefined && [...permissionsOf(change.from, EVERYTHING)].some((permission) => !kept.has(permission));
}

/** Whatever a deployment's settings add to roles: an order is not worth reading them. */
const EVERYTHING = { entityAdminViewsConfig: true };
