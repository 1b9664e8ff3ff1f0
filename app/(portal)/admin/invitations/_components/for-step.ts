import { requireTab } from "@/lib/adapters/web/require-tab";
import { getInvitation, type InvitationRow } from "@/lib/domain/invitations";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import { idParam } from "@/lib/platform/lists/params";
import { authorize } from "@/lib/platform/unit-of-work/authorize";

/** Loads the invitation for a step's form, for users who may take that step. Deleting needs Global. */
export function invitationFor(step: "resend" | "revoke" | "delete", id: string): Promise<InvitationRow> {
  return requireTab("invitations", async ({ tx, principal }) => {
    const own = authorize(tx, "Invitations.Send", step === "delete" || principal.global ? EVERY_ENTITY : { entityId: principal.entity.id });
    const view = authorize(tx, "Invitations.View", own.target);
    const known = idParam.parse(id);
    return known ? getInvitation(tx, view, known) : null;
  });
}
