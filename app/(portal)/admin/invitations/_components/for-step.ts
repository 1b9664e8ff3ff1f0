import { requireTab } from "@/lib/adapters/web/require-tab";
import { getInvitation, type InvitationRow } from "@/lib/domain/invitations";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import { idParam } from "@/lib/platform/lists/params";
import { authorize } from "@/lib/platform/unit-of-work/authorize";

/** The invitation that a form is about to change: for those only who may change it. Deleting takes Global. */
export function invitationFor(step: "resend" | "revoke" | "delete", id: string): Promise<InvitationRow> {
  return requireTab("invitations", async ({ tx, principal }) => {
    const own = authorize(tx, "Invitations.Send", step === "delete" || principal.global ? EVERY_ENTITY : { entityId: principal.entity.id });
    const view = authorize(tx, "Invitations.View", own.target);
    const known = idParam.parse(id);
    return known ? getInvitation(tx, view, known) : null;
  });
}
