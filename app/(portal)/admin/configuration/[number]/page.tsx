import type { Metadata } from "next";
import { VersionView } from "@/components/portal/configuration/version-view";
import { requireTab } from "@/lib/adapters/web/require-tab";
import { compareVersion, readVersionNumber } from "@/lib/domain/configuration";
import { preferences } from "@/lib/domain/preferences";
import type { SearchParams } from "@/lib/platform/lists/params";

export const metadata: Metadata = { title: "Configuration version" };

type Props = { params: Promise<{ number: string }>; searchParams: Promise<SearchParams> };

export default async function VersionPage({ params, searchParams }: Props) {
  const number = readVersionNumber((await params).number);
  const against = readVersionNumber((await searchParams).against);
  const shown = await requireTab("configuration", ({ tx, grant }) => compareVersion(tx, grant, number, against));
  const { zone } = await preferences();
  return <VersionView shown={shown} against={against} home={{ href: "/admin/configuration", label: "Configuration" }} zone={zone} />;
}
