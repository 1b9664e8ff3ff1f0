import { FormProblem, FormRadio } from "@/components/portal/action-form";
import { Badge } from "@/components/ui/badge";
import { Code } from "@/components/ui/code";
import type { UserDetail } from "@/lib/domain/people";
import { SETTABLE_STATUSES } from "@/lib/domain/people/model";
import { roleCanTrade, USER_STATUSES } from "@/lib/domain/standing/model";
import type { Permission } from "@/lib/platform/authz/permissions";
import { roleLabel } from "@/lib/platform/authz/roles";

type Settable = (typeof SETTABLE_STATUSES)[number];

/** The statuses to choose from, each with its effect on this user. Unavailable ones show the reason. */
export function StatusChoices({ user }: { user: UserDetail }) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 font-medium">New status</legend>
      <FormProblem name="status" />
      {SETTABLE_STATUSES.map((status) => (
        <Choice key={status} status={status} user={user} />
      ))}
    </fieldset>
  );
}

function whyNot(status: Settable, { role, status: present }: UserDetail): string | undefined {
  if (status === present) return "This is the present status.";
  return USER_STATUSES[status].onlyTraders && !roleCanTrade(role) ? `Only for roles that trade; ${roleLabel(role)} does not.` : undefined;
}

function Choice({ status, user }: { status: Settable; user: UserDetail }) {
  const { label, effect, shutsOut } = USER_STATUSES[status];
  const not = whyNot(status, user);
  return (
    <label
      htmlFor={`status-${status}`}
      className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5 gap-y-0.5 rounded-md border border-line bg-surface px-3 py-2.5 not-has-disabled:hover:bg-hover has-checked:border-edge has-disabled:text-ink-3"
    >
      <FormRadio id={`status-${status}`} name="status" value={status} required disabled={not !== undefined} className="mt-1 self-start" />
      <span className="grid gap-1">
        <span className="flex flex-wrap items-center gap-2 font-medium">
          {label}
          {status === user.status && <Badge>Present</Badge>}
        </span>
        <span className="text-ink-2">{not ?? effect}</span>
        {!not && <Withheld permissions={user.withheldBy[status]} />}
        {!not && shutsOut && <span className="text-sm text-ink-3">Every open session ends, here and in the directory.</span>}
      </span>
    </label>
  );
}

export const Withheld = ({ permissions }: { permissions: readonly Permission[] }) =>
  permissions.length === 0 ? null : (
    <span className="flex flex-wrap items-center gap-x-1.5 gap-y-1 text-sm text-ink-3">
      Withheld:
      {permissions.map((permission) => (
        <Code key={permission}>{permission}</Code>
      ))}
    </span>
  );
