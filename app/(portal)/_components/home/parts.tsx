import { Email } from "@/components/portal/email";
import { Timestamp } from "@/components/portal/timestamp";
import { TextLink } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import type { Home } from "@/lib/domain/home";
import { roleLabel } from "@/lib/platform/authz/roles";
import { listHref } from "@/lib/platform/lists/params";
import { RequestState } from "../../admin/users/promotions/_components/request-parts";
import { ChangeSentences } from "./change-list";

/** The viewer's own role requests and their outcomes. */
export const Asked = ({ requests, zone, now }: { requests: NonNullable<Home["asked"]>; zone: string; now: Date }) => (
  <Section title="Your role requests" flush>
    <ul className="divide-y divide-line">
      {requests.map(({ id, person, from, to, state, createdAt, decidedByName, decisionReason }) => (
        <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 px-4 py-2">
          <span className="min-w-0">
            <TextLink href={`/admin/users/promotions/${id}`}>{person.displayName}</TextLink>: {roleLabel(from.role)} → {roleLabel(to.role)}
            {decidedByName && (
              <span className="text-ink-2">
                {" "}
                · {decidedByName}
                {decisionReason && `: “${decisionReason}”`}
              </span>
            )}
          </span>
          <span className="flex items-baseline gap-2 text-sm text-ink-3">
            <RequestState state={state} />
            <Timestamp value={createdAt} zone={zone} mode="relative+absolute" now={now} />
          </span>
        </li>
      ))}
    </ul>
  </Section>
);

/** Recent changes that the viewer may see: everywhere, in their entity, or about themselves. */
export function Changes({ home: { changes, about, now }, shortName, zone }: { home: Home; shortName: string; zone: string }) {
  const rows = changes?.rows ?? about;
  if (!changes && about.length === 0) return null;
  const title = !changes ? "What changed for you" : changes.everyEntity ? "Recent changes" : `Recent changes at ${shortName}`;
  const reach = !changes ? "none" : changes.everyEntity ? "all" : "people";
  return (
    <Section
      title={title}
      flush
      actions={changes?.everyEntity ? <TextLink href={listHref("/admin/audit", { q: "kind:change" })}>All changes</TextLink> : undefined}
    >
      {rows.length > 0 ? <ChangeSentences rows={rows} zone={zone} now={now} reach={reach} /> : <p className="p-4 text-ink-2">Nothing has changed yet.</p>}
    </Section>
  );
}

export const Documents = ({ documents: { counterparties, mayTrade, due } }: { documents: NonNullable<Home["documents"]> }) => (
  <Section title="Who may trade with us" actions={<TextLink href="/credit/documentation">Counterparties</TextLink>}>
    <dl className="grid gap-1">
      {[
        { term: "Documents in place on both sides", count: mayTrade, href: listHref("/credit/documentation", { trading: "allowed" }) },
        { term: "Blocked", count: counterparties - mayTrade, href: listHref("/credit/documentation", { trading: "blocked" }) },
        { term: "Reminders due", count: due, href: listHref("/credit/documentation", { reminder: "due" }) },
      ].map(({ term, count, href }) => (
        <div key={term} className="flex items-baseline justify-between gap-4">
          <dt>
            <TextLink quiet href={href} className="inline-flex min-h-6 items-center">
              {term}
            </TextLink>
          </dt>
          <dd className={count === 0 ? "text-ink-3" : undefined}>{count}</dd>
        </div>
      ))}
    </dl>
  </Section>
);

/** The people who can help, by name. */
export const Contacts = ({ contacts, shortName }: { contacts: Home["contacts"]; shortName: string }) =>
  contacts.length > 0 && (
    <Section title="Who can change your access" description={`They look after the people of ${shortName}.`}>
      <ul className="grid gap-1">
        {contacts.map(({ id, displayName, email }) => (
          <li key={id}>
            <span className="font-medium">{displayName}</span>{" "}
            <TextLink href={`mailto:${email}`}>
              <Email address={email} />
            </TextLink>
          </li>
        ))}
      </ul>
    </Section>
  );
