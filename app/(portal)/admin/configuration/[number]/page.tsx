import type { Metadata } from "next";
import { ContentSections } from "@/components/portal/configuration/content-sections";
import { VersionFacts } from "@/components/portal/configuration/version-facts";
import { PageBody } from "@/components/portal/page-body";
import { Badge } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { type PageContext, requireTab } from "@/lib/actions/require-tab";
import { currentVersion, getVersion, readVersionNumber, type Version } from "@/lib/configuration/queries";
import { marketDate } from "@/lib/configuration/trading-time";
import { listHref, type SearchParams } from "@/lib/lists/params";
import { preferences } from "@/lib/preferences/read";
import { CompareForm } from "../_components/compare-form";
import { Difference } from "../_components/difference";

export const metadata: Metadata = { title: "Configuration version" };

type Props = { params: Promise<{ number: string }>; searchParams: Promise<SearchParams> };

export default async function VersionPage({ params, searchParams }: Props) {
  const number = readVersionNumber((await params).number);
  const against = readVersionNumber((await searchParams).against);
  const { version, current, other } = await requireTab("configuration", (context) => read(context, number, against));
  const { zone } = await preferences();
  const status = version.number === current.number ? <Badge tone="positive">In force</Badge> : <Badge>Followed by a later one</Badge>;
  const back = { href: "/admin/configuration", label: "Configuration" };
  if (other) {
    const [earlier, later] = other.number < version.number ? [other, version] : [version, other];
    return (
      <PageBody title={`From version ${earlier.number} to version ${later.number}`} back={back} actions={<Whole version={version} />}>
        <Difference earlier={earlier} later={later} />
        <CompareForm number={version.number} current={current.number} against={other.number} />
      </PageBody>
    );
  }
  return (
    <PageBody title={`Configuration, version ${version.number}`} status={status} back={back} actions={<Comparisons version={version} current={current} />}>
      {against && <Notice tone="warning" title={`There is no other version ${against} to compare this one with.`} />}
      <VersionFacts version={version} zone={zone} />
      <CompareForm number={version.number} current={current.number} />
      <ContentSections content={version.content} today={marketDate(version.appliedAt)} />
    </PageBody>
  );
}

type Read = { readonly version: Version; readonly current: Version; readonly other: Version | null };

async function read({ tx, grant }: PageContext<"configuration">, number: number | undefined, against: number | undefined): Promise<Read | null> {
  const version = number ? await getVersion(tx, grant, number) : null;
  const current = await currentVersion(tx, grant);
  if (!version || !current) return null;
  return { version, current, other: against && against !== number ? await getVersion(tx, grant, against) : null };
}

const hrefOf = ({ number }: Version, against?: number) =>
  listHref(`/admin/configuration/${number}`, { against: against === undefined ? undefined : String(against) });

const Whole = ({ version }: { version: Version }) => <LinkButton href={hrefOf(version)}>All of version {version.number}</LinkButton>;

function Comparisons({ version, current }: { version: Version; current: Version }) {
  const previous = version.number - 1;
  return (
    <>
      {previous > 0 && (
        <LinkButton icon="history" href={hrefOf(version, previous)}>
          Against version {previous}
        </LinkButton>
      )}
      {version.number !== current.number && (
        <LinkButton icon="history" href={hrefOf(version, current.number)}>
          Against version {current.number}, in force
        </LinkButton>
      )}
    </>
  );
}
