import type { Metadata } from "next";
import type { Column } from "@/components/portal/data-table";
import { EmptyState } from "@/components/portal/empty-state";
import { entitySelect } from "@/components/portal/filter-selects";
import { ListPage } from "@/components/portal/list-page";
import { STATE_LABELS, SupportBadge } from "@/components/portal/support-badge";
import { Timestamp } from "@/components/portal/timestamp";
import { LinkButton } from "@/components/ui/button";
import { openPage } from "@/lib/adapters/web/page";
import { preferences } from "@/lib/domain/preferences";
import { type SupportRow, supportListQuery } from "@/lib/domain/support";
import { guideFor, SUPPORT_STATES } from "@/lib/domain/support/model";
import type { SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { Contacts } from "./_components/contacts";
import { Guide } from "./_components/guide";

export const metadata: Metadata = { title: "Support" };

const PATH = "/admin/support";
const STATES = [{ value: "", label: "Any state" }, ...SUPPORT_STATES.map((value) => ({ value, label: STATE_LABELS[value] }))];

export default async function SupportPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = searchOf(supportListQuery.input, await searchParams);
  const { page, entities, principal, desk, maySeeMail } = await openPage(supportListQuery, params);
  const { zone } = await preferences();
  const { global, entity } = principal;

  return (
    <ListPage
      title="Support"
      description={`What ${global ? "the entities" : entity.shortName} asked the exchange.`}
      actions={
        <>
          {maySeeMail && (
            <LinkButton variant="quiet" icon="mail" href={`${PATH}/outbox`}>
              E-mails
            </LinkButton>
          )}
          <LinkButton variant="primary" href={`${PATH}/new`}>
            Report a problem
          </LinkButton>
        </>
      }
      path={PATH}
      params={params}
      search="subject"
      selects={[{ name: "state", label: "State", value: params.state ?? "", options: STATES }, ...entitySelect(entities, params.entity)]}
      page={page}
      of="requests"
      caption="Support requests"
      rowKey={(request) => request.id}
      rowHref={(request) => `${PATH}/${request.id}`}
      columns={columns(zone, global)}
      notYours={!global && params.entity && params.entity !== entity.id && <NotYours />}
      none={<EmptyState kind="none" title={global ? "No entity has asked anything yet" : `${entity.shortName} has asked nothing yet`} />}
      noMatch="No request matches"
    >
      <Contacts desk={desk} />
      <Guide answers={guideFor(principal)} />
    </ListPage>
  );
}

const NotYours = () => (
  <EmptyState kind="not-yours" title="Only requests of your own entity are shown to you" action={<LinkButton href={PATH}>Show these</LinkButton>} />
);

const columns = (zone: string, severalEntities: boolean): readonly Column<SupportRow>[] => [
  { key: "subject", header: "Subject", cell: (request) => request.subject, primary: true },
  { key: "who", header: "Asked by", cell: (request) => request.user.displayName },
  ...(severalEntities ? [{ key: "entity", header: "Entity", cell: (request: SupportRow) => request.entity.shortName }] : []),
  { key: "state", header: "State", cell: (request) => <SupportBadge state={request.state} />, card: true },
  { key: "createdAt", header: "Asked", cell: (request) => <Timestamp value={request.createdAt} zone={zone} />, card: true },
];
