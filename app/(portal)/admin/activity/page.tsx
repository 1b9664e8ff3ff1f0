import type { Metadata } from "next";
import { EmptyState } from "@/components/portal/empty-state";
import { ListPage } from "@/components/portal/list-page";
import { openPage } from "@/lib/adapters/web/page";
import { activityParams, activityQuery } from "@/lib/domain/audit";
import { preferences } from "@/lib/domain/preferences";
import type { SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { activityColumns } from "./_components/activity-columns";

export const metadata: Metadata = { title: "Activity" };

const KINDS = [
  { value: "", label: "Everything" },
  { value: "changes", label: "Changes" },
  { value: "sign-ins", label: "Sign-ins" },
  { value: "refusals", label: "Refusals" },
];
const TIMES = [
  { value: "", label: "Any time" },
  { value: "today", label: "Today" },
  { value: "yesterday", label: "Yesterday" },
  { value: "7d", label: "Last 7 days" },
  { value: "30d", label: "Last 30 days" },
];

export default async function ActivityPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = searchOf(activityParams, await searchParams);
  const { zone } = await preferences();
  const { entity, page, person } = await openPage(activityQuery, { ...params, zone });
  return (
    <ListPage
      title="Activity"
      description={`Changes in ${entity.shortName} and who made them, its people’s sign-ins and refusals.`}
      path="/admin/activity"
      params={params}
      selects={[
        { name: "kind", label: "What", value: params.kind ?? "", options: KINDS },
        { name: "when", label: "When", value: params.when ?? "", options: TIMES },
      ]}
      others={[{ name: "person", label: "By or about", value: person ?? "Somebody who is not of this entity" }]}
      page={page}
      of="entries"
      caption="Activity"
      rowKey={({ id }) => id}
      columns={activityColumns({ entityId: entity.id, zone })}
      none={<EmptyState kind="none" title="Nothing has happened yet" />}
      noMatch="Nothing that happened matches"
    />
  );
}
