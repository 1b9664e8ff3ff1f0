import type { ReactNode } from "react";
import { Live } from "@/components/portal/live";
import { PanelTabs } from "@/components/portal/panel-tabs";
import { UndoFormsProvider } from "@/components/portal/undo-forms";
import { DocumentLink } from "@/components/ui/document-link";
import { currentVisitor } from "@/lib/adapters/sign-in/visitor";
import { markOf } from "@/lib/adapters/web/live/standing";
import { preferences } from "@/lib/domain/preferences";
import { shellFor } from "@/lib/platform/authz/admin-tabs";
import { DRAWN_FOR } from "@/lib/platform/operations/input";
import { BottomPanel } from "./_components/bottom-panel";
import { SuspensionNotice } from "./_components/suspension";
import { TopBar } from "./_components/top-bar";
import { Workspace } from "./_components/workspace";
import { UNDO } from "./undo";

/** The shell. Presentation only, never a gate: each page authorises for itself. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const visitor = await currentVisitor();
  if (visitor.kind === "signed-out") return children;
  const { principal } = visitor.caller;
  const mark = markOf({ ...principal, authzVersion: visitor.shell.authzVersion });
  const { shutOut, strip } = shellFor(principal);
  if (shutOut) return children;

  const chosen = await preferences();
  return (
    <>
      <DocumentLink href="#content" className="sr-only focus:not-sr-only focus:absolute focus:z-10 focus:m-2 focus:bg-raised focus:px-3 focus:py-2">
        Skip to content
      </DocumentLink>
      <Live href={`/api/events?seen=${mark}`} />
      {visitor.shell.market && <SuspensionNotice caller={visitor.caller} market={visitor.shell.market} zone={chosen.zone} />}
      <TopBar principal={principal} chosen={chosen} market={visitor.shell.market} />
      <BottomPanel
        size={chosen.panel}
        strip={<PanelTabs label="Panel" className="min-w-0 flex-1 px-1 sm:px-3" tabs={strip.map(({ href, label }) => ({ href, label }))} />}
        workspace={chosen.panel === "half" && <Workspace />}
      >
        <UndoFormsProvider actions={UNDO} drawnFor={<input type="hidden" name={DRAWN_FOR} value={principal.userId} />}>
          {children}
        </UndoFormsProvider>
      </BottomPanel>
    </>
  );
}
