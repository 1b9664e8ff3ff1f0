import type { Metadata } from "next";
import { EmptyState } from "@/components/portal/empty-state";
import { PageBody } from "@/components/portal/page-body";
import { Pager } from "@/components/portal/pager";
import { LinkButton } from "@/components/ui/button";
import { openPage } from "@/lib/adapters/web/page";
import { marketQuery } from "@/lib/domain/market";
import { preferences } from "@/lib/domain/preferences";
import { listHref, type SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { SessionSection } from "./_components/session-section";
import { TransitionTable } from "./_components/transition-table";

export const metadata: Metadata = { title: "Market operations" };

export default async function MarketPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = searchOf(marketQuery.input, await searchParams);
  const { zone } = await preferences();
  const { session, page, diagnoses } = await openPage(marketQuery, params);
  return (
    <PageBody
      title="Market operations"
      back={{ href: "/admin", label: "Overview" }}
      actions={
        diagnoses && (
          <LinkButton icon="activity" href="/admin/market/diagnostics">
            Diagnostics
          </LinkButton>
        )
      }
      description="The market’s session, shared by every entity, as moved by the schedule and by operators."
    >
      <SessionSection session={session} zone={zone} />
      <TransitionTable
        caption="Transitions of the session"
        rows={page.rows}
        zone={zone}
        empty={<EmptyState kind="none" title="The session has not moved yet" />}
      />
      <Pager page={page} of="transitions" href={(from, towards) => listHref("/admin/market", towards === "next" ? { older: from } : { newer: from })} />
    </PageBody>
  );
}
