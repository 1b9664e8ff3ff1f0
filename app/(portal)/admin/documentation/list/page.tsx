import type { Metadata } from "next";
import { ActionForm } from "@/components/portal/action-form";
import { EmptyState } from "@/components/portal/empty-state";
import { PageBody } from "@/components/portal/page-body";
import { Pager } from "@/components/portal/pager";
import { openPage } from "@/lib/adapters/web/page";
import { pairListQuery } from "@/lib/domain/documentation";
import { pairListParams } from "@/lib/domain/documentation/model";
import { preferences } from "@/lib/domain/preferences";
import { listHref, type SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { LIST, Views } from "../_components/views";
import { setManyDirectionsAction } from "../actions";
import { PairFilters } from "./_components/pair-filters";
import { PairTable } from "./_components/pair-table";
import { SetTicked } from "./_components/set-ticked";

export const metadata: Metadata = { title: "Documentation: list" };

export default async function DocumentationListPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = searchOf(pairListParams, await searchParams);
  const { zone } = await preferences();
  const { page, parties, mayManage } = await openPage(pairListQuery, { ...params, zone });
  const { cursor: _, ...filters } = params;
  const filtered = Object.values(filters).some(Boolean);
  const table = <PairTable page={page} zone={zone} tickable={mayManage} />;

  return (
    <PageBody
      title="Documentation"
      description="What every two entities record about each other’s ISDA documents. They may trade only when both say that these are in place."
    >
      <Views current={params.reminder ? "due" : "list"} />
      <PairFilters filters={filters} parties={parties} clearHref={filtered ? LIST : undefined} />
      {page.rows.length === 0 ? (
        <Empty filtered={filtered} due={params.reminder !== undefined} />
      ) : mayManage ? (
        <ActionForm action={setManyDirectionsAction} className="grid grid-cols-[minmax(0,1fr)] gap-4">
          {table}
          <Pager page={page} of="pairs" href={(cursor) => listHref(LIST, { ...filters, cursor })} />
          <SetTicked />
        </ActionForm>
      ) : (
        <>
          {table}
          <Pager page={page} of="pairs" href={(cursor) => listHref(LIST, { ...filters, cursor })} />
        </>
      )}
    </PageBody>
  );
}

function Empty({ filtered, due }: { filtered: boolean; due: boolean }) {
  if (due) return <EmptyState kind="no-match" title="No reminder is due" clearHref={LIST} />;
  if (filtered) return <EmptyState kind="no-match" title="No pair matches" clearHref={LIST} />;
  return (
    <EmptyState kind="none" title="Fewer than two entities trade so far">
      Documentation is recorded between two entities.
    </EmptyState>
  );
}
