import type { Metadata } from "next";
import { VersionView } from "@/components/portal/configuration/version-view";
import { openPage } from "@/lib/adapters/web/page";
import { againstParams, configurationVersionQuery } from "@/lib/domain/configuration";
import { preferences } from "@/lib/domain/preferences";
import type { SearchParams } from "@/lib/platform/lists/params";
import { searchOf, wholeNumberIn } from "@/lib/platform/operations/decode";

export const metadata: Metadata = { title: "Configuration version" };

type Props = { params: Promise<{ number: string }>; searchParams: Promise<SearchParams> };

export default async function VersionPage({ params, searchParams }: Props) {
  const { against } = searchOf(againstParams, await searchParams);
  const shown = await openPage(configurationVersionQuery, { number: wholeNumberIn((await params).number), against });
  const { zone } = await preferences();
  return <VersionView shown={shown} against={against} home={{ href: "/admin/configuration", label: "Configuration" }} zone={zone} />;
}
