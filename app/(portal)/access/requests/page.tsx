import type { Metadata } from "next";
import { type Column, DataTable } from "@/components/portal/data-table";
import { EmptyState } from "@/components/portal/empty-state";
import { PageBody } from "@/components/portal/page-body";
import { Pager } from "@/components/portal/pager";
import { SupportBadge } from "@/components/portal/support-badge";
import { Timestamp } from "@/components/portal/timestamp";
import { openPage } from "@/lib/adapters/web/page";
import { preferences } from "@/lib/domain/preferences";
import { type OwnRequest, ownRequestListQuery } from "@/lib/domain/support";
import { listHref, type SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";

export const metadata: Metadata = { title: "My requests" };

const PATH = "/access/requests";

export default async function OwnRequestsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const page = await openPage(ownRequestListQuery, searchOf(ownRequestListQuery.input, await searchParams));
  const { zone } = await preferences();
  return (
    <PageBody title="My requests" description="Your access requests and their outcomes." back={{ href: "/access", label: "My access" }}>
      <DataTable
        caption="My requests"
        rows={page.rows}
        rowKey={(request) => request.id}
        rowHref={(request) => `${PATH}/${request.id}`}
        columns={columns(zone)}
        empty={
          <EmptyState kind="none" title="You have no requests yet">
            To ask for access, use the link on a refusal or under My access.
          </EmptyState>
        }
      />
      <Pager page={page} of="requests" href={(to) => listHref(PATH, { cursor: to })} />
    </PageBody>
  );
}

const columns = (zone: string): readonly Column<OwnRequest>[] => [
  { key: "subject", header: "Subject", cell: (request) => request.subject, primary: true },
  { key: "state", header: "State", cell: (request) => <SupportBadge state={request.state} /> },
  { key: "createdAt", header: "Asked", cell: (request) => <Timestamp value={request.createdAt} zone={zone} /> },
];
