import type { Metadata } from "next";
import { EmptyState } from "@/components/portal/empty-state";
import { PageBody } from "@/components/portal/page-body";
import { Badge } from "@/components/ui/badge";
import { requireTab } from "@/lib/actions/require-tab";
import { currentVersion, listVersions, versionListParams } from "@/lib/configuration/queries";
import type { SearchParams } from "@/lib/lists/params";
import { preferences } from "@/lib/preferences/read";
import { ContentSections } from "./_components/content-sections";
import { VersionFacts } from "./_components/version-facts";
import { VersionList } from "./_components/version-list";

export const metadata: Metadata = { title: "Configuration" };

export default async function ConfigurationPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = versionListParams.parse(await searchParams);
  const { current, versions } = await requireTab("configuration", async ({ tx, grant }) => ({
    current: await currentVersion(tx, grant),
    versions: await listVersions(tx, grant, params),
  }));
  const { zone } = await preferences();
  if (!current) {
    return (
      <PageBody title="Configuration">
        <EmptyState kind="none" title="The market has no configuration yet">
          Without one it has no hours and no products, and stays closed.
        </EmptyState>
      </PageBody>
    );
  }
  return (
    <PageBody
      title={`Configuration, version ${current.number}`}
      description="What the market runs by: hours, products and thresholds."
      status={<Badge tone="positive">In force</Badge>}
    >
      <VersionFacts version={current} zone={zone} />
      <ContentSections content={current.content} />
      <VersionList page={versions} zone={zone} />
    </PageBody>
  );
}
