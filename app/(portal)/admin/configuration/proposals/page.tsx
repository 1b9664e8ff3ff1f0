import type { Metadata } from "next";
import { DataTable } from "@/components/portal/data-table";
import { EmptyState } from "@/components/portal/empty-state";
import { PageBody } from "@/components/portal/page-body";
import { Pager } from "@/components/portal/pager";
import { Timestamp } from "@/components/portal/timestamp";
import { openPage } from "@/lib/adapters/web/page";
import { proposalListQuery } from "@/lib/domain/configuration";
import { type Queue, standingOf } from "@/lib/domain/configuration/model";
import { preferences } from "@/lib/domain/preferences";
import { listHref, type SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { DraftButton } from "../_components/draft-button";
import { QueueTabs } from "../_components/queue-tabs";
import { StandingBadge } from "../_components/standing-badge";

export const metadata: Metadata = { title: "Configuration proposals" };

const NOTHING: Record<Queue | "all", string> = {
  pending: "Nothing waits for a decision",
  scheduled: "Nothing waits for its time",
  settled: "Nothing has been settled yet",
  all: "There are no proposals yet",
};

export default async function ProposalsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = searchOf(proposalListQuery.input, await searchParams);
  const { page, counts, draft } = await openPage(proposalListQuery, params);
  const { zone } = await preferences();
  const show = params.show ?? "all";
  return (
    <PageBody title="Configuration proposals" description="A proposer never decides their own proposal." actions={<DraftButton hasDraft={draft !== null} />}>
      <QueueTabs counts={counts} current={show} />
      <DataTable
        caption="Proposals"
        rows={page.rows}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/admin/configuration/proposals/${id}`}
        columns={[
          { key: "reason", header: "Reason", cell: ({ reason }) => <span className="line-clamp-2 min-w-48">{reason}</span>, primary: true },
          { key: "standing", header: "State", cell: (row) => <StandingBadge standing={standingOf(row)} /> },
          { key: "base", header: "Changes version", cell: ({ baseNumber }) => baseNumber, numeric: true },
          { key: "proposer", header: "Proposed by", cell: ({ proposerName }) => proposerName },
          { key: "proposedAt", header: "Proposed", cell: ({ proposedAt }) => <Timestamp value={proposedAt} zone={zone} /> },
          {
            key: "effectiveAt",
            header: "Takes effect",
            cell: ({ effectiveAt }) => (effectiveAt ? <Timestamp value={effectiveAt} zone={zone} /> : <span className="text-ink-3">On approval</span>),
          },
          { key: "decider", header: "Decided by", cell: ({ deciderName }) => deciderName ?? <span className="text-ink-3">Not decided yet</span> },
        ]}
        empty={<EmptyState kind="none" title={NOTHING[show]} />}
      />
      <Pager page={page} of="proposals" href={(cursor) => listHref("/admin/configuration/proposals", { show: params.show, cursor })} />
    </PageBody>
  );
}
