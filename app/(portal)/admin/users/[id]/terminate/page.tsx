import type { Metadata } from "next";
import { ActionForm, FormReason, FormTextField, SubmitOrCancel } from "@/components/portal/action-form";
import { PageBody } from "@/components/portal/page-body";
import { UserStatusBadge } from "@/components/portal/user-status";
import { Notice } from "@/components/ui/notice";
import { openPage } from "@/lib/adapters/web/page";
import { notifiedByMail } from "@/lib/domain/mail/model";
import { terminateUserOperation, userToTerminateQuery } from "@/lib/domain/people";
import { fieldOf } from "@/lib/platform/operations/field-of";
import { NoChange } from "../../_components/no-change";
import { OpenRequestNotice } from "../../_components/open-request";
import { Withheld } from "../../_components/status-choices";
import { terminateUserAction } from "../../actions";

export const metadata: Metadata = { title: "Terminate user" };

export default async function TerminateUserPage({ params }: { params: Promise<{ id: string }> }) {
  const { user, openRequest, whyNoChange } = await openPage(userToTerminateQuery, await params);
  const href = `/admin/users/${user.id}` as const;
  if (whyNoChange)
    return (
      <PageBody title={`Terminate ${user.displayName}`} back={{ href, label: user.displayName }}>
        <NoChange name={user.displayName} why={whyNoChange} />
      </PageBody>
    );
  return (
    <PageBody title={`Terminate ${user.displayName}`} status={<UserStatusBadge status={user.status} />} back={{ href, label: user.displayName }}>
      <ActionForm action={terminateUserAction} className="grid max-w-prose gap-4">
        <Notice tone="warning" title={`${user.displayName} permanently loses all access. This cannot be undone.`}>
          <p>
            Every session ends on its next request; in the directory they lose the role’s group{user.globalAppRole && ", Global"} and every sign-in. The record
            of what they did stays.
          </p>
          <Withheld permissions={user.withheldBy.terminated} />
        </Notice>
        {openRequest && <OpenRequestNotice request={openRequest} effect={`Terminating ends the request. ${notifiedByMail("The requester is")}`} />}
        <input type="hidden" name="id" value={user.id} />
        <input type="hidden" name="version" value={user.version} />
        <FormTextField {...fieldOf(terminateUserOperation, "name")} label="Their name, to be sure" hint={`Type ${user.displayName}`} autoComplete="off" />
        <FormReason />
        <SubmitOrCancel variant="danger" cancel={href}>
          Terminate {user.displayName}
        </SubmitOrCancel>
      </ActionForm>
    </PageBody>
  );
}
