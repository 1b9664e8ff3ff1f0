import type { Metadata } from "next";
import type { Column } from "@/components/portal/data-table";
import { Email } from "@/components/portal/email";
import { EmptyState } from "@/components/portal/empty-state";
import { entitySelect } from "@/components/portal/filter-selects";
import { ListPage } from "@/components/portal/list-page";
import { Timestamp } from "@/components/portal/timestamp";
import { LinkButton } from "@/components/ui/button";
import { openPage } from "@/lib/adapters/web/page";
import { type MailRow, outboxQuery } from "@/lib/domain/mail";
import { MAIL_STATES } from "@/lib/domain/mail/model";
import { preferences } from "@/lib/domain/preferences";
import type { SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { MailStateBadge } from "./_components/mail-state";
import { NoMailServer } from "./_components/no-mail-server";

export const metadata: Metadata = { title: "E-mails" };

const PATH = "/admin/support/outbox";
const STATES = [
  { value: "", label: "Any state" },
  ...(["waiting", "sent", "failed", "withdrawn"] as const).map((value) => ({ value, label: MAIL_STATES[value].label })),
];

export default async function OutboxPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = searchOf(outboxQuery.input, await searchParams);
  const { page, entities, own } = await openPage(outboxQuery, params);
  const { zone } = await preferences();
  const isElsewhere = !entities && params.entity !== undefined && params.entity !== own.id;

  return (
    <ListPage
      title="E-mails"
      description={entities ? "The messages of the portal, to all entities." : `The invitations to ${own.shortName} as messages: sent, waiting or failed.`}
      before={<NoMailServer />}
      path={PATH}
      params={params}
      search="address or subject"
      selects={[{ name: "state", label: "State", value: params.state ?? "", options: STATES }, ...entitySelect(entities, params.entity)]}
      page={page}
      of="messages"
      rowKey={(mail) => mail.id}
      rowHref={(mail) => `${PATH}/${mail.id}`}
      columns={columns(zone, entities !== null)}
      notYours={isElsewhere && <NotYours ownName={own.shortName} />}
      none={<EmptyState kind="none" title="No message has been written yet" />}
      noMatch="No message matches"
    />
  );
}

const columns = (zone: string, everyEntity: boolean): readonly Column<MailRow>[] => [
  { key: "to", header: "To", cell: (mail) => <Email address={mail.toAddress} />, primary: true },
  { key: "subject", header: "Subject", cell: (mail) => mail.subject, card: true },
  { key: "state", header: "State", cell: (mail) => <MailStateBadge state={mail.state} />, card: true },
  ...(everyEntity ? [{ key: "entity", header: "Entity", cell: (mail: MailRow) => mail.entity?.shortName }] : []),
  { key: "createdAt", header: "Written", cell: (mail) => <Timestamp value={mail.createdAt} zone={zone} /> },
];

const NotYours = ({ ownName }: { ownName: string }) => (
  <EmptyState kind="not-yours" title="You cannot view messages to other entities" action={<LinkButton href={PATH}>Messages of {ownName}</LinkButton>}>
    You see the messages about people of {ownName} only.
  </EmptyState>
);
