import { ActionForm, FormReason, FormTextField, SubmitOrCancel } from "@/components/portal/action-form";
import { Timestamp } from "@/components/portal/timestamp";
import { TextLink } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import type { RoleForm } from "@/lib/domain/roles";
import { takesTwoAgain, USER_STATUSES } from "@/lib/domain/standing/model";
import { roleLabel } from "@/lib/platform/authz/roles";
import { AccessDifference } from "../../../promotions/_components/access-difference";
import { changeRoleAction, requestRoleAction } from "../../../promotions/actions";

type Chosen = NonNullable<RoleForm["chosen"]>;

/** What the chosen role would change, and the form to change, request or propose it. */
export function ChangeForm({ form, chosen, zone }: { form: RoleForm; chosen: Chosen; zone: string }) {
  const { person } = form;
  const title = `${roleLabel(chosen.role)}${chosen.global ? " with Global" : ""}: what changes`;
  return (
    <Section title={title} description={`For ${person.displayName}, while active.`}>
      <div className="grid gap-5">
        {person.status !== "active" && (
          <Notice
            tone="warning"
            title={`${person.displayName} is ${USER_STATUSES[person.status].label.toLowerCase()}. ${USER_STATUSES[person.status].effect}`}
          />
        )}
        <AccessDifference difference={chosen.difference} />
        <Confirm form={form} chosen={chosen} zone={zone} />
      </div>
    </Section>
  );
}

function Confirm({ form, chosen, zone }: { form: RoleForm; chosen: Chosen; zone: string }) {
  const { mayChange, requests } = form;
  const direct = mayChange && !chosen.takesTwo;
  const pending = requests.find(({ state }) => state === "pending");
  const props = { form, chosen, zone, pending: pending !== undefined };
  return (
    <>
      {pending && !direct ? (
        <Notice title="Another role has been asked for already. It is decided or withdrawn first.">
          <TextLink href={`/admin/users/promotions/${pending.id}`}>Open that request</TextLink>
        </Notice>
      ) : (
        <RoleChangeForm {...props} as={direct ? "change" : mayChange ? "propose" : "request"} />
      )}
      {mayChange && !direct && chosen.aloneUntil && <RoleChangeForm {...props} as="shorten" until={chosen.aloneUntil} />}
    </>
  );
}

/** Four actions share the same fields: change now, propose to another operator, request, or shorten a temporary role. */
const WAYS = {
  change: { action: changeRoleAction, submit: "Change role" },
  propose: { action: requestRoleAction, submit: "Propose role" },
  request: { action: requestRoleAction, submit: "Request role" },
  shorten: { action: changeRoleAction, submit: "Set an earlier end" },
} as const;

type WayProps = { form: RoleForm; chosen: Chosen; zone: string; as: keyof typeof WAYS; pending: boolean; until?: Date };

function RoleChangeForm({ form: { person, running }, chosen, zone, as, pending, until }: WayProps) {
  const { action, submit } = WAYS[as];
  const lost = running.find((one) => takesTwoAgain(one, chosen));
  const then = lost
    ? `${roleLabel(person.base.role)} returns: ${roleLabel(lost.role)} needs two people to approve it, and ends now`
    : "the former role returns automatically";
  return (
    <ActionForm key={`${as} ${chosen.role} ${chosen.global}`} action={action} className="grid max-w-prose gap-4 border-t border-line pt-4">
      {pending && <Notice tone="warning" title="A request about this person is waiting. Changing the role now supersedes it." />}
      {as === "propose" && <Notice title="This role needs two people: you propose it, and another operator decides." />}
      {until && (
        <Notice title="You can shorten it on your own.">
          It runs until <Timestamp value={until} zone={zone} />. A later end, or no end, needs two people.
        </Notice>
      )}
      <input type="hidden" name="id" value={person.id} />
      <input type="hidden" name="seen" value={person.authzVersion} />
      <input type="hidden" name="role" value={chosen.role} />
      <input type="hidden" name="global" value={chosen.global ? "yes" : "no"} />
      <input type="hidden" name="zone" value={zone} />
      {chosen.forGoodOnly ? (
        <>
          <Notice title="This is permanent: the former role needs two people to approve it and does not return automatically." />
          <input type="hidden" name="endsAt" value="" />
        </>
      ) : (
        <FormTextField
          id={`${as}-endsAt`}
          type="datetime-local"
          name="endsAt"
          label="Until"
          required={as === "shorten"}
          className="max-w-64"
          hint={`In ${zone} time. Then ${then}.${as === "shorten" ? "" : " Leave empty for a permanent change."}`}
        />
      )}
      <FormReason id={`${as}-reason`} />
      <SubmitOrCancel variant={as === "shorten" ? "secondary" : "primary"} cancel={`/admin/users/${person.id}`}>
        {submit}
      </SubmitOrCancel>
    </ActionForm>
  );
}
