import type { Metadata } from "next";
import { ActionForm, FormTextField, SubmitOrCancel } from "@/components/portal/action-form";
import { PageBody } from "@/components/portal/page-body";
import { Notice } from "@/components/ui/notice";
import { openPage } from "@/lib/adapters/web/page";
import { editUserOperation, managedUserQuery, type UserDetail } from "@/lib/domain/people";
import type { PageAddress } from "@/lib/platform/local-path";
import { fieldOf } from "@/lib/platform/operations/field-of";
import { NoChange } from "../../_components/no-change";
import { editUserAction } from "../../actions";

export const metadata: Metadata = { title: "Edit user" };

export default async function EditUserPage({ params }: { params: Promise<{ id: string }> }) {
  const { user, isOneself, whyNoChange } = await openPage(managedUserQuery, await params);
  const href = `/admin/users/${user.id}` as const;
  if (whyNoChange)
    return (
      <PageBody title={`Edit ${user.displayName}`} back={{ href, label: user.displayName }}>
        <NoChange name={user.displayName} why={whyNoChange} />
      </PageBody>
    );
  return (
    <PageBody title={`Edit ${user.displayName}`} back={{ href, label: user.displayName }}>
      {isOneself ? (
        <Notice tone="neutral" title="You cannot change your own name or address.">
          Ask for it to be corrected in the directory. The portal updates it when you next sign in.
        </Notice>
      ) : (
        <EditForm user={user} href={href} />
      )}
    </PageBody>
  );
}

const EditForm = ({ user, href }: { user: UserDetail; href: PageAddress }) => (
  <ActionForm action={editUserAction} className="grid max-w-prose gap-4">
    <Notice title="This lasts until their next sign-in. Then the directory wins.">
      The directory’s name and address replace these whenever {user.displayName} signs in. Change them there as well to keep this change.
    </Notice>
    <input type="hidden" name="id" value={user.id} />
    <input type="hidden" name="version" value={user.version} />
    <FormTextField
      {...fieldOf(editUserOperation, "displayName")}
      label="Name"
      defaultValue={user.displayName}
      autoComplete="off"
      hint="Letters, spaces, apostrophes, full stops and hyphens; each word in one script."
    />
    <FormTextField
      {...fieldOf(editUserOperation, "email")}
      label="E-mail"
      type="email"
      defaultValue={user.email}
      autoComplete="off"
      hint="Used as a label and for messages, never to identify the account."
    />
    <SubmitOrCancel cancel={href}>Save changes</SubmitOrCancel>
  </ActionForm>
);
