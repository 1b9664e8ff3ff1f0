import { TextLink } from "@/components/ui/link";
import type { Invitee } from "@/lib/domain/people";
import { roleLabel } from "@/lib/platform/authz/roles";
import { formatRelative, Timestamp } from "./timestamp";

/** People who are invited and have not joined: who, as what, and how long their link can be used. */
export function Invited({ people, zone, withEntity = false }: { people: readonly Invitee[]; zone: string; withEntity?: boolean }) {
  const now = new Date();
  return (
    <ul className="grid gap-x-6 gap-y-1.5 sm:grid-cols-2">
      {people.map(({ id, name, email, role, entity, expiresAt }) => (
        <li key={id} className="min-w-0 wrap-anywhere">
          <TextLink quiet href={`/admin/invitations/${id}`}>
            {name || email}
          </TextLink>{" "}
          <span className="text-ink-2">
            {roleLabel(role)}
            {withEntity && `, ${entity.shortName}`}
          </span>{" "}
          <span className="text-sm text-ink-3">
            expires {formatRelative(expiresAt, now)} · <Timestamp value={expiresAt} zone={zone} />
          </span>
        </li>
      ))}
    </ul>
  );
}
