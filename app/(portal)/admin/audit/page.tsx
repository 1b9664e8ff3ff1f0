import type { Metadata } from "next";
import { EmptyState } from "@/components/portal/empty-state";
import { ListPage } from "@/components/portal/list-page";
import { openPage } from "@/lib/adapters/web/page";
import { auditListQuery } from "@/lib/domain/audit";
import { preferences } from "@/lib/domain/preferences";
import { auditListParams } from "@/lib/platform/audit/list";
import { listHref, type SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { auditColumns } from "./_components/audit-columns";
import { AUDIT_PATH, type AuditHref, auditSelects, PeopleFound, Range } from "./_components/audit-filters";

export const metadata: Metadata = { title: "Audit log" };

export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = searchOf(auditListParams, await searchParams);
  const { zone } = await preferences();
  const { page, names, entities, people, person } = await openPage(auditListQuery, { ...params, zone });
  const href: AuditHref = (change) => listHref(AUDIT_PATH, { ...params, cursor: null, ...change });

  return (
    <ListPage
      title="Audit log"
      description={`Decisions, changes and sign-ins across all entities, newest first. Times are in ${zone}.`}
      path={AUDIT_PATH}
      params={params}
      search="people, actions, reasons"
      selects={auditSelects(params, entities ?? [])}
      controls={<Range params={params} zone={zone} />}
      controlled={["from", "to"]}
      others={[
        { name: "from", label: "From", value: params.from?.replace("T", " ") },
        { name: "to", label: "To", value: params.to?.replace("T", " ") },
        { name: "person", label: "By or about", value: person?.displayName ?? "Unknown person" },
        { name: "request", label: "Request" },
      ]}
      notes={<PeopleFound people={people} href={href} />}
      page={page}
      of="entries"
      caption="Audit log"
      rowKey={({ id }) => id}
      rowHref={({ id }) => `${AUDIT_PATH}/${id}`}
      columns={auditColumns({ names, zone })}
      none={<EmptyState kind="none" title="Nothing is on the record yet" />}
      noMatch="Nothing on the record matches"
    />
  );
}
