import type { Metadata } from "next";
import { EntityView } from "@/components/portal/entity-view";
import { openPage } from "@/lib/adapters/web/page";
import { entityViewQuery } from "@/lib/domain/people";
import { preferences } from "@/lib/domain/preferences";

export const metadata: Metadata = { title: "Entity" };

export default async function EntityPage({ params }: { params: Promise<{ id: string }> }) {
  const view = await openPage(entityViewQuery, { id: (await params).id });
  return <EntityView view={view} zone={(await preferences()).zone} back={{ href: "/admin/entities", label: "Entities" }} />;
}
