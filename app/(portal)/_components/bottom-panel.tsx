import type { ReactNode } from "react";
import { ActionForm } from "@/components/portal/action-form";
import { Button } from "@/components/ui/button";
import type { Preferences } from "@/lib/domain/preferences/model";
import { savePreferencesAction } from "../actions";
import { PanelBody } from "./panel-body";

/** Workspace above, panel below. On Home the panel collapses to its strip; elsewhere it fills the window unless the user drags it down. The choice is kept. */
export function BottomPanel({ size, strip, workspace, children }: { size: Preferences["panel"]; strip: ReactNode; workspace: ReactNode; children: ReactNode }) {
  const full = size === "full";
  const toggle = (
    <ActionForm action={savePreferencesAction} className="pr-4 max-sm:hidden">
      <Button variant="quiet" size="sm" icon={full ? "minimize" : "maximize"} name="panel" value={full ? "half" : "full"}>
        {full ? "Show workspace" : "Hide workspace"}
      </Button>
    </ActionForm>
  );
  return (
    <PanelBody full={full} workspace={workspace} strip={strip} toggle={toggle}>
      {children}
    </PanelBody>
  );
}
