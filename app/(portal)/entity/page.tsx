import type { Metadata } from "next";
import { EntityView } from "@/components/portal/entity-view";
import { openPage } from "@/lib/adapters/web/page";
import { ownEntityQuery } from "@/lib/domain/people";
import { preferences } from "@/lib/domain/preferences";

export const metadata: Metadata = { title: "My entity" };

export default async function OwnEntityPage() {
  const view = await openPage(ownEntityQuery, {});
  return <EntityView view={view} zone={(await preferences()).zone} />;
}
