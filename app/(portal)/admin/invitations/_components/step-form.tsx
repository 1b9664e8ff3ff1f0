import type { ReactNode } from "react";
import { ActionForm, FormReason, SubmitOrCancel } from "@/components/portal/action-form";
import { PageBody } from "@/components/portal/page-body";
import { Notice } from "@/components/ui/notice";
import type { Action } from "@/lib/adapters/web/form-action";
import type { InvitationRow } from "@/lib/domain/invitations";

type StepFormProps = {
  invitation: InvitationRow;
  action: Action;
  /** The verb in the heading and on the button: "Revoke". */
  verb: string;
  tone: "info" | "warning";
  /** What the step leads to. */
  effect: string;
  asksWhy?: boolean;
  children?: ReactNode;
};

/** Confirms a step in an invitation's life cycle. */
export function StepForm({ invitation: { id, email, sentAt }, action, verb, tone, effect, asksWhy = false, children }: StepFormProps) {
  const href = `/admin/invitations/${id}` as const;
  return (
    <PageBody title={`${verb} the invitation of ${email}`} back={{ href, label: email }}>
      <ActionForm action={action} className="grid max-w-prose gap-4">
        <Notice tone={tone} title={effect}>
          {children}
        </Notice>
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="seen" value={sentAt.toISOString()} />
        {asksWhy && <FormReason />}
        <SubmitOrCancel variant={tone === "warning" ? "danger" : "primary"} cancel={href}>
          {verb} the invitation
        </SubmitOrCancel>
      </ActionForm>
    </PageBody>
  );
}
