import type { ReactNode } from "react";
import { Live } from "@/components/portal/live";
import { PanelTabs } from "@/components/portal/panel-tabs";
import { currentVisitor } from "@/lib/auth/visitor";
import { pageInfo, shellFor } from "@/lib/authz/admin-tabs";
import { decide, decideRequirement } from "@/lib/authz/decide";
import { markOf } from "@/lib/live/standing";
import { preferences } from "@/lib/preferences/read";
import { BottomPanel } from "./_components/bottom-panel";
import { TopBar } from "./_components/top-bar";
import { Workspace } from "./_components/workspace";

/** The shell. Presentation, never a gate: each page decides for itself, and sends away who may not be here. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const visitor = await currentVisitor();
  if (visitor.kind === "signed-out") return children;
  const { principal } = visitor.caller;
  const mark = markOf({ ...principal, authzVersion: visitor.shell.authzVersion });
  const shutOut = decide(principal, "signed-in", { entityId: principal.entity.id }).outcome === "deny";
  if (shutOut) return children;

  const chosen = await preferences();
  const tabs = [
    pageInfo("access"),
    ...(decideRequirement(principal, pageInfo("credit").needs).outcome === "grant" ? [pageInfo("credit")] : []),
    ...(decideRequirement(principal, pageInfo("entity").needs).outcome === "grant" ? [pageInfo("entity")] : []),
    ...(shellFor(principal).panel ? [pageInfo("admin")] : []),
  ];
  return (
    <>
      <a href="#content" className="sr-only focus:not-sr-only focus:absolute focus:z-10 focus:m-2 focus:bg-raised focus:px-3 focus:py-2">
        Skip to content
      </a>
      <Live href={`/api/events?seen=${mark}`} />
      <TopBar principal={principal} chosen={chosen} market={visitor.shell.market} />
      <BottomPanel
        size={chosen.panel}
        strip={<PanelTabs label="Panel" className="min-w-0 flex-1 px-1 sm:px-3" tabs={tabs.map(({ href, label }) => ({ href, label }))} />}
        workspace={<Workspace principal={principal} />}
      >
        {children}
      </BottomPanel>
    </>
  );
}
