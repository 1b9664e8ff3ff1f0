import { requireTab } from "@/lib/actions/require-tab";
import { authorize } from "@/lib/authz/authorize";
import { EVERY_ENTITY } from "@/lib/authz/decide";
import { getInvitation, type InvitationRow } from "@/lib/invitations/queries";
import { idParam } from "@/lib/lists/params";

/** The invitation that a form is about to change: for those only who may change it. Deleting takes Global. */
export function invitationFor(step: "resend" | "revoke" | "delete", id: string): Promise<InvitationRow> {
  return requireTab("invitations", async ({ tx, principal }) => {
    const own = authorize(tx, "Invitations.Send", step === "delete" || principal.global ? EVERY_ENTITY : { entityId: principal.entity.id });
    const view = authorize(tx, "Invitations.View", own.target);
    const known = idParam.parse(id);
    return known ? getInvitation(tx, view, known) : null;
  });
}
