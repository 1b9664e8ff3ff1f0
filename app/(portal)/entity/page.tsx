import type { Metadata } from "next";
import { EntityView } from "@/components/portal/entity-view";
import { requireTab } from "@/lib/adapters/web/require-tab";
import { readEntityView } from "@/lib/domain/people";
import { preferences } from "@/lib/domain/preferences";

export const metadata: Metadata = { title: "My entity" };

/** One's own entity, for those who may see entities without Global. */
export default async function OwnEntityPage() {
  const view = await requireTab("entity", async ({ tx, grant, principal }) => readEntityView(tx, grant, principal.entity.id));
  return <EntityView view={view} zone={(await preferences()).zone} />;
}
