import type { Metadata } from "next";
import { EmptyState } from "@/components/portal/empty-state";
import { PageBody } from "@/components/portal/page-body";
import { Pager } from "@/components/portal/pager";
import { openPage } from "@/lib/adapters/web/page";
import { auditListQuery } from "@/lib/domain/audit";
import { preferences } from "@/lib/domain/preferences";
import { auditListParams } from "@/lib/platform/audit/list";
import { listHref, type SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { AUDIT_PATH, AuditFilters, type AuditHref, FurtherFilters, PeopleFound } from "./_components/audit-filters";
import { AuditTable } from "./_components/audit-table";

export const metadata: Metadata = { title: "Audit log" };

export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = searchOf(auditListParams, await searchParams);
  const { zone } = await preferences();
  const { page, names, entities, people, person } = await openPage(auditListQuery, { ...params, zone });
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
