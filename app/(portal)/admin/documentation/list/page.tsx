import type { Metadata } from "next";
import type { ReactNode } from "react";
import { ActionForm } from "@/components/portal/action-form";
import { EmptyState } from "@/components/portal/empty-state";
import { ListPage } from "@/components/portal/list-page";
import { openPage } from "@/lib/adapters/web/page";
import { pairListQuery } from "@/lib/domain/documentation";
import { pairListParams } from "@/lib/domain/documentation/model";
import { preferences } from "@/lib/domain/preferences";
import type { SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { LIST, Views } from "../_components/views";
import { setManyDirectionsAction } from "../actions";
import { pairColumns } from "./_components/pair-columns";
import { pairSelects, Since } from "./_components/pair-filters";
import { SetTicked } from "./_components/set-ticked";

export const metadata: Metadata = { title: "Documentation: list" };

export default async function DocumentationListPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = searchOf(pairListParams, await searchParams);
  const { zone } = await preferences();
  const { page, parties, mayManage } = await openPage(pairListQuery, { ...params, zone });

  return (
    <ListPage
      title="Documentation"
      description="What every two entities record about each other’s ISDA documents. They may trade only when both say that these are in place."
      before={<Views current={params.reminder ? "due" : "list"} />}
      path={LIST}
      params={params}
      search="entity by name or code"
      selects={pairSelects(params, parties)}
      controls={<Since day={params.since} />}
      controlled={["since"]}
      others={[{ name: "since", label: "Changed since" }]}
      page={page}
      of="pairs"
      caption="Pairs of entities"
      rowKey={(pair) => pair.id}
      rowHref={(pair) => `/admin/documentation/${pair.id}`}
      columns={pairColumns({ today: page.today, zone, tickable: mayManage })}
      around={mayManage ? withTicks : undefined}
      none={
        <EmptyState kind="none" title="Fewer than two entities trade so far">
          Documentation is recorded between two entities.
        </EmptyState>
      }
      noMatch={params.reminder ? "No reminder is due" : "No pair matches"}
    />
  );
}

const withTicks = (list: ReactNode) => (
  <ActionForm action={setManyDirectionsAction} className="grid grid-cols-[minmax(0,1fr)] gap-4">
    {list}
    <SetTicked />
  </ActionForm>
);
