import { changesOf } from "@/lib/platform/audit/changes";
import type { ChangeEvent } from "@/lib/platform/audit/event";
import type { Invitation } from "@/lib/platform/db/types";

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
