import type { Metadata } from "next";
import { ActionForm, SubmitButton } from "@/components/portal/action-form";
import { type Column, DataTable } from "@/components/portal/data-table";
import { Email } from "@/components/portal/email";
import { KeepFresh } from "@/components/portal/keep-fresh";
import { PageBody } from "@/components/portal/page-body";
import { ProgressBar } from "@/components/portal/progress-bar";
import { Timestamp } from "@/components/portal/timestamp";
import { Badge } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/button";
import { TextLink } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { openPage } from "@/lib/adapters/web/page";
import { type InviteListResult, type InviteListView, inviteListQuery, LIST_ROWS } from "@/lib/domain/invitations";
import { mailServer } from "@/lib/domain/mail/model";
import { preferences } from "@/lib/domain/preferences";
import { roleLabel } from "@/lib/platform/authz/roles";
import { listHref, type SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { stopInvitationListAction } from "../../actions";

export const metadata: Metadata = { title: "List of invitations" };

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export default async function InviteListPage({ params, searchParams }: Props) {
  const { id } = await params;
  const { state, cursor } = searchOf(inviteListQuery.input.omit({ id: true }), await searchParams);
  const { list, rows, everyEntity } = await openPage(inviteListQuery, { id, state, cursor });
  const { zone } = await preferences();
  const href = (change: Record<string, string | null>) => listHref(`/admin/invitations/lists/${list.id}`, { state, ...change });
  const last = rows.at(-1);
  const filters = [
    ["sent", "Sent", list.counts.sent],
    ["skipped", "Left out", list.counts.skipped],
    ["failed", "Not sent", list.counts.failed],
    ["waiting", isOver(list) ? "Not reached" : "Waiting", list.counts.waiting],
  ] as const;
  return (
    <PageBody title={`Send ${number(list.total)} invitations`} back={{ href: "/admin/invitations", label: "Invitations" }}>
      <Progress list={list} />
      <Section title="People" flush>
        <p className="flex flex-wrap gap-x-4 px-4 py-2 text-sm">
          <TextLink href={href({ state: null })}>All</TextLink>
          {filters.map(
            ([key, label, count]) =>
              count > 0 && (
                <TextLink key={key} href={href({ state: key })}>
                  {label} ({number(count)})
                </TextLink>
              ),
          )}
        </p>
        <DataTable
          caption="People of this list"
          rows={rows}
          rowKey={({ position }) => String(position)}
          rowHref={({ invitationId }) => (invitationId ? `/admin/invitations/${invitationId}` : undefined)}
          columns={columns(zone, everyEntity, isOver(list))}
          empty={<p className="p-4 text-ink-3">Nobody.</p>}
        />
      </Section>
      {last && rows.length === LIST_ROWS && (
        <p>
          <LinkButton size="sm" href={href({ cursor: String(last.position) })}>
            Next
          </LinkButton>
        </p>
      )}
    </PageBody>
  );
}

const number = (count: number) => count.toLocaleString("en-NZ");
const isOver = ({ state }: InviteListView) => state === "done" || state === "cancelled";

const columns = (zone: string, everyEntity: boolean, over: boolean): readonly Column<InviteListResult>[] => [
  { key: "email", header: "E-mail", cell: ({ email }) => <Email address={email} />, primary: true },
  { key: "role", header: "Role", cell: ({ role }) => roleLabel(role) },
  ...(everyEntity ? [{ key: "entity", header: "Entity", cell: ({ entity }: InviteListResult) => entity.shortName }] : []),
  { key: "state", header: "Result", cell: (row) => <Result row={row} over={over} /> },
  { key: "message", header: "Why", cell: ({ message }) => message },
  { key: "at", header: "When", cell: ({ doneAt }) => doneAt && <Timestamp value={doneAt} zone={zone} /> },
];

const TITLES = { pending: "In progress", done: "Finished", failed: "Interrupted", cancelled: "Stopped" } as const;
const HOLDUPS = {
  pending: "The last step failed. It is tried again in a moment.",
  failed: "It was given up. An operator can retry it.",
  cancelled: "Nobody further is invited.",
} as const;

/** A job sends the list, whether or not anybody looks. */
function Progress({ list: { id, total, counts, state, problem } }: { list: InviteListView }) {
  const taken = total - counts.waiting;
  return (
    <Section title={TITLES[state]}>
      <div className="grid max-w-prose gap-3">
        <ProgressBar value={taken} max={total} label="People taken" />
        <p role="status">
          {number(taken)} of {number(total)} taken: {number(counts.sent)} invited, {number(counts.skipped)} left out, {number(counts.failed)} not sent.
        </p>
        {problem && state !== "done" && (
          <Notice tone={state === "cancelled" ? "info" : "warning"} title={HOLDUPS[state]}>
            {problem}
          </Notice>
        )}
        {!mailServer() && counts.sent > 0 && (
          <Notice tone="warning" title="No mail server is set up, so nobody has been told.">
            Open an invitation to copy its link. The messages stay in the <TextLink href="/admin/support/outbox">outbox</TextLink> and are sent once a mail
            server is set up.
          </Notice>
        )}
        {(state === "pending" || state === "failed") && (
          <ActionForm action={stopInvitationListAction} className="flex flex-wrap items-center gap-3">
            <input type="hidden" name="id" value={id} />
            <SubmitButton variant="secondary">Stop</SubmitButton>
            <p className="text-sm text-ink-3">It goes on when you close this page. What is sent stays sent.</p>
          </ActionForm>
        )}
        {state === "pending" && !problem && <KeepFresh mark={String(taken)} />}
      </div>
    </Section>
  );
}

function Result({ row: { state, code }, over }: { row: InviteListResult; over: boolean }) {
  if (state === "waiting") return over ? <Badge icon="ban">Not reached</Badge> : <Badge icon="clock">Waiting</Badge>;
  if (state === "sent") return <Badge tone="positive">Sent</Badge>;
  return state === "skipped" ? <Badge icon="ban">Left out</Badge> : <Badge tone="warning">Not sent: {code}</Badge>;
}
