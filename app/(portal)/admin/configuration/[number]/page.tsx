import type { Metadata } from "next";
import { VersionView } from "@/components/portal/configuration/version-view";
import { requireTab } from "@/lib/actions/require-tab";
import { compareVersion, readVersionNumber } from "@/lib/configuration/queries";
import type { SearchParams } from "@/lib/lists/params";
import { preferences } from "@/lib/preferences/read";

export const metadata: Metadata = { title: "Configuration version" };

type Props = { params: Promise<{ number: string }>; searchParams: Promise<SearchParams> };

export default async function VersionPage({ params, searchParams }: Props) {
  const number = readVersionNumber((await params).number);
  const against = readVersionNumber((await searchParams).against);
  const shown = await requireTab("configuration", ({ tx, grant }) => compareVersion(tx, grant, number, against));
  const { zone } = await preferences();
  return <VersionView shown={shown} against={against} home={{ href: "/admin/configuration", label: "Configuration" }} zone={zone} />;
}
