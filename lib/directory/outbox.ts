import "server-only";
import { uuidv7 } from "uuidv7";
import { insertMany } from "@/lib/db/insert-many";
import type { ScopedTx, SystemTx } from "@/lib/db/scope";
import { UNFINISHED } from "./pending";

/** Whose standing in the directory changes: a user, or somebody invited who has not signed in yet. */
export type DirectoryPerson = { readonly entityId: string } & (
  | { readonly userId: string }
  /** `oid`: the guest, for what is still to be said when the invitation is gone. */
  | { readonly invitationId: string; readonly oid?: string | null }
);

/** What the directory shall be told: each says how it shall be, not what to do, so that telling it twice does no harm. */
export type DirectoryChange =
  /** There is a guest for the invitation's address. */
  | { readonly kind: "invite_guest" }
  /** In exactly this role's group among the role groups; null: in none of them. */
  | { readonly kind: "set_role"; readonly role: string | null }
  | { readonly kind: "set_global"; readonly global: boolean }
  /** Every sign-in session that the directory itself keeps is over. */
  | { readonly kind: "revoke_sessions" };

/**
 * Queues writes to the directory in the caller's transaction: they exist exactly when the change they follow from does. A
 * worker applies them after the commit, in this order for each person. The caller holds the person's row locked, so that the
 * order is that of the changes. Source of the rule: the domain's "source of truth".
 */
export const writeToDirectory = (tx: ScopedTx | SystemTx, person: DirectoryPerson, changes: readonly DirectoryChange[]): Promise<void> =>
  writeAllToDirectory(tx, [{ person, changes }]);

/** The same for many people at once. */
export async function writeAllToDirectory(
  tx: ScopedTx | SystemTx,
  people: readonly { readonly person: DirectoryPerson; readonly changes: readonly DirectoryChange[] }[],
): Promise<void> {
  const data = people.flatMap(({ person, changes }) => {
    const whose =
      "userId" in person
        ? { userId: person.userId, invitationId: null, oid: null, person: `user:${person.userId}` }
        : { userId: null, invitationId: person.invitationId, oid: person.oid ?? null, person: `invitation:${person.invitationId}` };
    return changes.map((change) => ({ id: uuidv7(), entityId: person.entityId, ...whose, role: null, global: null, ...change }));
  });
  await insertMany(tx, "directory_write", data);
}

/**
 * What the directory is still to be told of an invitation is about the user that it has become: it keeps its place in their line.
 * Whoever has signed in need not be invited there any more.
 */
export async function handOverWrites(tx: SystemTx, invitationId: string, userId: string): Promise<void> {
  await tx.directoryWrite.updateMany({ where: { invitationId, kind: "invite_guest", state: { in: [...UNFINISHED] } }, data: { state: "superseded" } });
  await tx.directoryWrite.updateMany({ where: { invitationId }, data: { userId, person: `user:${userId}` } });
}
