import type { Metadata } from "next";
import { ActionForm, FormReason, SubmitOrCancel } from "@/components/portal/action-form";
import { Denied } from "@/components/portal/denied";
import { PageBody } from "@/components/portal/page-body";
import { UserStatusBadge } from "@/components/portal/user-status";
import { LinkButton } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { openPage } from "@/lib/adapters/web/page";
import { notifiedByMail } from "@/lib/domain/mail/model";
import { type ManagedUser, managedUserQuery } from "@/lib/domain/people";
import { NoChange } from "../../_components/no-change";
import { OpenRequestNotice } from "../../_components/open-request";
import { StatusChoices } from "../../_components/status-choices";
import { setUserStatusAction } from "../../actions";

export const metadata: Metadata = { title: "Change status" };

export default async function UserStatusPage({ params }: { params: Promise<{ id: string }> }) {
  const managed = await openPage(managedUserQuery, await params);
  const { user, openRequest } = managed;
  const href = `/admin/users/${user.id}` as const;
  if (managed.whyNoChange)
    return (
      <PageBody title={`Status of ${user.displayName}`} status={<UserStatusBadge status={user.status} />} back={{ href, label: user.displayName }}>
        <NoChange name={user.displayName} why={managed.whyNoChange} />
      </PageBody>
    );
  return (
    <PageBody title={`Status of ${user.displayName}`} status={<UserStatusBadge status={user.status} />} back={{ href, label: user.displayName }}>
      {changeable(managed) ? (
        <>
          <ActionForm action={setUserStatusAction} className="grid max-w-prose gap-4">
            <input type="hidden" name="id" value={user.id} />
            <input type="hidden" name="version" value={user.version} />
            {openRequest && (
              <OpenRequestNotice
                request={openRequest}
                effect={`Halting keeps the request open. Freezing or deactivating ends it. ${notifiedByMail("The requester is")}`}
              />
            )}
            <StatusChoices user={user} />
            <FormReason />
            <p className="text-sm text-ink-3">It acts on the next request of every window that {user.displayName} has open.</p>
            <SubmitOrCancel cancel={href}>Change status</SubmitOrCancel>
          </ActionForm>
          <Terminating {...managed} />
        </>
      ) : (
        <Notice tone="neutral" title={managed.isOneself ? "You cannot change your own status." : `${user.displayName} is permanently terminated.`}>
          {managed.isOneself ? "Ask a colleague who manages users to do it." : "Only the record stays. Invite them again if they are to come back."}
        </Notice>
      )}
    </PageBody>
  );
}

const changeable = ({ user, isOneself }: ManagedUser) => !isOneself && user.status !== "terminated";

const Terminating = ({ user, whyNoTermination }: ManagedUser) =>
  whyNoTermination ? (
    <Denied title="You cannot terminate this user" permission={whyNoTermination.needs} scope={whyNoTermination.scope} grantedBy={whyNoTermination.remedy}>
      {whyNoTermination.sentence} Deactivating shuts {user.displayName} out as well, and can be taken back.
    </Denied>
  ) : (
    <Section title="Terminate" className="max-w-prose">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-ink-2">No access, for good. It cannot be taken back.</p>
        <LinkButton href={`/admin/users/${user.id}/terminate`} icon="user-x">
          Terminate…
        </LinkButton>
      </div>
    </Section>
  );
