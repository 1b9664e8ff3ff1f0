import type { Metadata } from "next";
import { EmptyState } from "@/components/portal/empty-state";
import { PageBody } from "@/components/portal/page-body";
import { Pager } from "@/components/portal/pager";
import { LinkButton } from "@/components/ui/button";
import { requireTab } from "@/lib/adapters/web/require-tab";
import { listTransitions, readSession, transitionListParams } from "@/lib/domain/market";
import { preferences } from "@/lib/domain/preferences";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import { listHref, type SearchParams } from "@/lib/platform/lists/params";
import { consider } from "@/lib/platform/unit-of-work/authorize";
import { SessionSection } from "./_components/session-section";
import { TransitionTable } from "./_components/transition-table";

export const metadata: Metadata = { title: "Market operations" };

export default async function MarketPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = transitionListParams.parse(await searchParams);
  const { zone } = await preferences();
  const { session, page, diagnoses } = await requireTab("market", async ({ tx, grant }) => ({
    session: await readSession(tx, grant),
    page: await listTransitions(tx, grant, params),
    diagnoses: consider(tx, "Market.Operate", EVERY_ENTITY).outcome === "grant",
  }));
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
      description="The session of the whole market, for every entity at once: as its schedule and its operators have moved it."
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
