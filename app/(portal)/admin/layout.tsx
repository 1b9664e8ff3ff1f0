import type { ReactNode } from "react";
import { PanelTabs } from "@/components/portal/panel-tabs";
import { currentVisitor } from "@/lib/auth/visitor";
import { shellFor } from "@/lib/authz/admin-tabs";

/** The tab strip of the Admin panel: only the tabs that this person may use are drawn. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const visitor = await currentVisitor();
  const { panel, tabs } = visitor.kind === "signed-in" ? shellFor(visitor.caller.principal) : { panel: false, tabs: [] };
  if (!panel) return children;
  return (
    <>
      <PanelTabs
        label="Admin"
        className="shrink-0 border-b border-line bg-surface px-1 sm:px-3"
        tabs={[{ href: "/admin", label: "Overview" }, ...tabs.map(({ href, label }) => ({ href, label }))]}
      />
      {children}
    </>
  );
}
