import { Badge } from "@/components/ui/badge";
import { cx } from "@/components/ui/cx";
import { PageLink } from "@/components/ui/page-link";
import type { Choice, RoleForm } from "@/lib/domain/roles";
import { roleInfo, roleLabel } from "@/lib/platform/authz/roles";
import { listHref } from "@/lib/platform/lists/params";

/** The roles that may be assigned. Each is a link, so each preview has its own address. */
export function Choices({ form: { person, choices, chosen, running } }: { form: RoleForm }) {
  return (
    <ul className="grid gap-2">
      {choices.map((choice) => (
        <li key={`${choice.role} ${choice.global}`}>
          {choice.present && running.length === 0 ? (
            <div className={cx(CARD, "text-ink-3")}>
              <Words choice={choice} />
            </div>
          ) : (
            <PageLink
              href={`${listHref(`/admin/users/${person.id}/role`, { to: choice.role, global: choice.global ? "yes" : null })}#change`}
              aria-current={isChosen(choice, chosen) ? "true" : undefined}
              className={cx(CARD, "hover:bg-hover aria-[current]:border-accent aria-[current]:bg-hover")}
            >
              <Words choice={choice} />
            </PageLink>
          )}
        </li>
      ))}
    </ul>
  );
}

const CARD = "grid gap-0.5 rounded-md border border-line bg-surface px-3 py-2.5";

const isChosen = (choice: Choice, chosen: RoleForm["chosen"]) => chosen?.role === choice.role && chosen.global === choice.global;

const Words = ({ choice: { role, global, present, takesTwo } }: { choice: Choice }) => (
  <>
    <span className="flex flex-wrap items-center gap-2 font-medium">
      {roleLabel(role)}
      {global && <Badge icon="globe">Global</Badge>}
      {present && <Badge>Present</Badge>}
      {takesTwo && <Badge icon="users">Takes two</Badge>}
    </span>
    <span className="text-ink-2">{global ? "The same, across all entities." : roleInfo(role).description}</span>
  </>
);
