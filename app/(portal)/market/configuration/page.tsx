import type { Metadata } from "next";
import { ContentSections } from "@/components/portal/configuration/content-sections";
import { VersionFacts } from "@/components/portal/configuration/version-facts";
import { VersionList } from "@/components/portal/configuration/version-list";
import { EmptyState } from "@/components/portal/empty-state";
import { PageBody } from "@/components/portal/page-body";
import { Badge } from "@/components/ui/badge";
import { openPage } from "@/lib/adapters/web/page";
import { configurationViewQuery } from "@/lib/domain/configuration";
import { preferences } from "@/lib/domain/preferences";
import type { SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { marketDate } from "@/lib/platform/time/market-clock";

export const metadata: Metadata = { title: "Market configuration" };

/** The market configuration, read-only, for people who may view it but not propose changes. */
export default async function MarketConfigurationPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = searchOf(configurationViewQuery.input, await searchParams);
  const { current, versions } = await openPage(configurationViewQuery, params);
  const { zone } = await preferences();
  if (!current)
    return (
      <PageBody title="Market configuration">
        <EmptyState kind="none" title="The market has no configuration yet" />
      </PageBody>
    );
  return (
    <PageBody
      title={`Market configuration, version ${current.number}`}
      description="The market’s hours, products and thresholds. Two operators of the exchange change them together."
      status={<Badge tone="positive">In force</Badge>}
    >
      <VersionFacts version={current} zone={zone} />
      <ContentSections content={current.content} today={marketDate(new Date())} />
      <VersionList page={versions} base="/market/configuration" zone={zone} />
    </PageBody>
  );
}
