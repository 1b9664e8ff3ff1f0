import type { Metadata } from "next";
import { ActionForm, FormCheckbox, FormSelect, FormTextField, SubmitOrCancel } from "@/components/portal/action-form";
import { PageBody } from "@/components/portal/page-body";
import { TextLink } from "@/components/ui/link";
import { openPage } from "@/lib/adapters/web/page";
import { invitationFormQuery, sendInvitationOperation } from "@/lib/domain/invitations";
import { mailServer } from "@/lib/domain/mail/model";
import { invitableRoles } from "@/lib/platform/authz/assignable";
import { roleInfo } from "@/lib/platform/authz/roles";
import type { SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { fieldOf } from "@/lib/platform/operations/field-of";
import { sendInvitationAction } from "../actions";

export const metadata: Metadata = { title: "Invite" };

export default async function InvitePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = searchOf(invitationFormQuery.input, await searchParams);
  const { principal, entities } = await openPage(invitationFormQuery, params);
  const roles = invitableRoles(principal);
  return (
    <PageBody
      title="Invite a person"
      description={`${mailServer() ? "They get a link by e-mail" : "No mail server is set up: you get a link to pass on"} that works once, for seven days, and join ${entities ? "the entity" : principal.entity.shortName} when they accept.`}
      back={{ href: "/admin/invitations", label: "Invitations" }}
    >
      <ActionForm action={sendInvitationAction} className="grid max-w-prose gap-4">
        <FormTextField
          {...fieldOf(sendInvitationOperation, "email")}
          label="E-mail"
          type="email"
          autoComplete="off"
          hint="The address of their Microsoft account."
        />
        <FormTextField {...fieldOf(sendInvitationOperation, "name")} label="Name" autoComplete="off" hint="Shown until they sign in." />
        <FormSelect
          name="role"
          label="Role"
          required
          defaultValue={roles.find((role) => role === params.role) ?? ""}
          options={[{ value: "", label: "Choose a role", disabled: true }, ...roles.map((role) => ({ value: role, label: roleInfo(role).label }))]}
          hint={<RolesExplained roles={roles} />}
        />
        {entities && (
          <FormSelect
            name="entity"
            label="Entity"
            required
            defaultValue={params.entity ?? ""}
            options={[{ value: "", label: "Choose an entity" }, ...entities.map(({ id, shortName, code }) => ({ value: id, label: `${shortName} (${code})` }))]}
          />
        )}
        <FormCheckbox
          name="comesBack"
          label="They were here before"
          hint="Their account was terminated, or recreated in the directory. They join as a new person; the record of the old account stays."
        />
        <div className="flex flex-wrap items-center justify-between gap-2">
          <SubmitOrCancel icon="send" cancel="/admin/invitations">
            Send invitation
          </SubmitOrCancel>
          <TextLink href="/admin/invitations/many">Invite many at once</TextLink>
        </div>
      </ActionForm>
    </PageBody>
  );
}

const RolesExplained = ({ roles }: { roles: ReturnType<typeof invitableRoles> }) => (
  <span className="mt-1 grid gap-1">
    {roles.map((role) => (
      <span key={role}>
        <span className="font-medium text-ink-2">{roleInfo(role).label}</span>: {roleInfo(role).description}
      </span>
    ))}
  </span>
);
