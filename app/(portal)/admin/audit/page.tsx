import type { Metadata } from "next";
import { EmptyState } from "@/components/portal/empty-state";
import { PageBody } from "@/components/portal/page-body";
import { Pager } from "@/components/portal/pager";
import { requireTab } from "@/lib/adapters/web/require-tab";
import { entityChoices } from "@/lib/domain/entities";
import { preferences } from "@/lib/domain/preferences";
import { auditListParams } from "@/lib/platform/audit/list";
import { entityNames, listAudit, peopleNamed, personById } from "@/lib/platform/audit/queries";
import { listHref, type SearchParams } from "@/lib/platform/lists/params";
import { AUDIT_PATH, AuditFilters, type AuditHref, FurtherFilters, PeopleFound } from "./_components/audit-filters";
import { AuditTable } from "./_components/audit-table";

export const metadata: Metadata = { title: "Audit log" };

export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = auditListParams.parse(await searchParams);
  const { zone } = await preferences();
  const { page, names, entities, people, person } = await requireTab("audit", async ({ tx, grant }) => {
    const page = await listAudit(tx, grant, params, zone);
    const mentioned = page.rows.map(({ targetEntityId }) => targetEntityId).filter((id) => id !== null);
    return {
      page,
      names: await entityNames(tx, grant, mentioned),
      entities: await entityChoices(tx, grant, params.entity),
      people: params.q ? await peopleNamed(tx, grant, params.q) : [],
      person: params.person ? await personById(tx, grant, params.person) : null,
    };
  });
  const { cursor: _, ...filters } = params;
  const href: AuditHref = (change) => listHref(AUDIT_PATH, { ...filters, ...change });
  const filtered = Object.values(filters).some(Boolean);

  return (
    <PageBody
      title="Audit log"
      back={{ href: "/admin", label: "Overview" }}
      description={`Decisions, changes and sign-ins across all entities, newest first. Times are in ${zone}.`}
    >
      <AuditFilters params={params} entities={entities ?? []} zone={zone} clearHref={filtered ? AUDIT_PATH : undefined} />
      <FurtherFilters params={params} person={person} href={href} />
      <PeopleFound people={people} href={href} />
      <AuditTable
        caption="Audit log"
        rows={page.rows}
        names={names}
        zone={zone}
        empty={
          filtered || params.cursor ? (
            <EmptyState kind="no-match" title="Nothing on the record matches" clearHref={AUDIT_PATH} />
          ) : (
            <EmptyState kind="none" title="Nothing is on the record yet" />
          )
        }
      />
      <Pager page={page} of="entries" href={(cursor) => href({ cursor })} />
    </PageBody>
  );
}
