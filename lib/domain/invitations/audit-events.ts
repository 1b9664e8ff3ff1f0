import { changesOf } from "@/lib/platform/audit/changes";
import type { ChangeEvent } from "@/lib/platform/audit/event";
import type { Grant } from "@/lib/platform/authz/grant";
import type { Invitation, InviteList } from "@/lib/platform/db/types";

export type OnRecord = Pick<Invitation, "id" | "entityId" | "email" | "name" | "role" | "expiresAt"> & { readonly state: string; readonly comesBack?: boolean };

/** The recorded fields of an invitation; never its token. */
const FIELDS = ["email", "name", "role", "comesBack", "state", "expiresAt"] as const;

/** Recorded only when true: most people are new. */
const worded = (row: OnRecord | null) => row && { ...row, comesBack: row.comesBack || undefined };

const event = (action: ChangeEvent["action"], about: OnRecord, before: OnRecord | null, after: OnRecord | null, reason?: string): ChangeEvent => ({
  action,
  target: { type: "invitation", id: about.id, label: about.email, entityId: about.entityId },
  changes: changesOf(worded(before), worded(after), FIELDS),
  ...(reason ? { reason } : {}),
});

export const invitationSent = (after: OnRecord): ChangeEvent => event("invitation.sent", after, null, after);
export const invitationResent = (before: OnRecord, after: OnRecord): ChangeEvent => event("invitation.resent", after, before, after);
export const invitationRevoked = (before: OnRecord, after: OnRecord, reason: string): ChangeEvent => event("invitation.revoked", after, before, after, reason);
export const invitationDeleted = (before: OnRecord, reason: string): ChangeEvent => event("invitation.deleted", before, before, null, reason);

const listEvent = (
  action: ChangeEvent["action"],
  { principal: { entity } }: Grant<"Invitations.Send">,
  id: string,
  changes: ChangeEvent["changes"],
): ChangeEvent => ({
  action,
  target: { type: "invite_list", id, label: "Invitations", entityId: entity.id },
  changes,
});

export const listQueued = (grant: Grant<"Invitations.Send">, { id, total }: InviteList): ChangeEvent =>
  listEvent("invitations.list_queued", grant, id, { total: { from: null, to: total } });
export const listStopped = (grant: Grant<"Invitations.Send">, { id }: InviteList, waiting: number): ChangeEvent =>
  listEvent("invitations.list_stopped", grant, id, { waiting: { from: waiting, to: 0 } });
