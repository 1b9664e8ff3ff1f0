import type { Metadata } from "next";
import { EntityView } from "@/components/portal/entity-view";
import { requireTab } from "@/lib/actions/require-tab";
import { readEntityView } from "@/lib/entities/view";
import { preferences } from "@/lib/preferences/read";

export const metadata: Metadata = { title: "My entity" };

/** One's own entity, for those who may see entities without Global. */
export default async function OwnEntityPage() {
  const view = await requireTab("entity", async ({ tx, grant, principal }) => readEntityView(tx, grant, principal.entity.id));
  return <EntityView view={view} zone={(await preferences()).zone} />;
}
