import type { Metadata } from "next";
import { ContentSections } from "@/components/portal/configuration/content-sections";
import { VersionFacts } from "@/components/portal/configuration/version-facts";
import { VersionList } from "@/components/portal/configuration/version-list";
import { EmptyState } from "@/components/portal/empty-state";
import { PageBody } from "@/components/portal/page-body";
import { Badge } from "@/components/ui/badge";
import { openPage } from "@/lib/adapters/web/page";
import { configurationQuery } from "@/lib/domain/configuration";
import { preferences } from "@/lib/domain/preferences";
import type { SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { marketDate } from "@/lib/platform/time/market-clock";
import { DraftButton } from "./_components/draft-button";
import { QueueTabs } from "./_components/queue-tabs";

export const metadata: Metadata = { title: "Configuration" };

export default async function ConfigurationPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = searchOf(configurationQuery.input, await searchParams);
  const { current, versions, counts, draft } = await openPage(configurationQuery, params);
  const { zone } = await preferences();
  if (!current) {
    return (
      <PageBody title="Configuration">
        <EmptyState kind="none" title="The market has no configuration yet">
          Without one, the market has no hours or products and stays closed.
        </EmptyState>
      </PageBody>
    );
  }
  return (
    <PageBody
      title={`Configuration, version ${current.number}`}
      description="The market’s hours, products and thresholds. A change needs two people."
      status={<Badge tone="positive">In force</Badge>}
      actions={<DraftButton hasDraft={draft !== null} />}
    >
      <QueueTabs counts={counts} current="in-force" />
      <VersionFacts version={current} zone={zone} />
      <ContentSections content={current.content} today={marketDate(new Date())} />
      <VersionList page={versions} base="/admin/configuration" zone={zone} />
    </PageBody>
  );
}
