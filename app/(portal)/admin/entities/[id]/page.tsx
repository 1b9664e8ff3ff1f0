import type { Metadata } from "next";
import { EntityView } from "@/components/portal/entity-view";
import { requireTab } from "@/lib/adapters/web/require-tab";
import { readEntityView } from "@/lib/domain/people";
import { preferences } from "@/lib/domain/preferences";
import { idParam } from "@/lib/platform/lists/params";

export const metadata: Metadata = { title: "Entity" };

export default async function EntityPage({ params }: { params: Promise<{ id: string }> }) {
  const id = idParam.parse((await params).id);
  const view = await requireTab("entities", async ({ tx, grant }) => (id ? readEntityView(tx, grant, id) : null));
  return <EntityView view={view} zone={(await preferences()).zone} back={{ href: "/admin/entities", label: "Entities" }} />;
}
