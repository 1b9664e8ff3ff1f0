import type { ReactNode } from "react";
import { PanelTabs } from "@/components/portal/panel-tabs";
import { currentVisitor } from "@/lib/adapters/sign-in/visitor";
import { proposalsWaitingFor } from "@/lib/domain/configuration";
import { waitingFor } from "@/lib/domain/roles";
import { shellFor } from "@/lib/platform/authz/admin-tabs";

/** The tab strip of the Admin panel: only the tabs that this person may use are drawn. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const visitor = await currentVisitor();
  if (visitor.kind === "signed-out") return children;
  const { panel, tabs, counted } = shellFor(visitor.caller.principal);
  if (!panel) return children;
  const waiting: Readonly<Record<string, number | null>> = {
    users: counted.has("users") ? await waitingFor(visitor.caller) : null,
    configuration: counted.has("configuration") ? await proposalsWaitingFor(visitor.caller) : null,
  };
  return (
    <>
      <PanelTabs
        label="Admin"
        className="shrink-0 border-b border-line bg-surface px-1 sm:px-3"
        tabs={[
          { href: "/admin", label: "Overview" },
          ...tabs.map(({ id, href, label }) => ({ href, label, count: waiting[id] || undefined, countOf: "waiting" })),
        ]}
      />
      {children}
    </>
  );
}
