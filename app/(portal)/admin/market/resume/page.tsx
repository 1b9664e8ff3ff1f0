import type { Metadata } from "next";
import { ActionForm, FormReason, SubmitOrCancel } from "@/components/portal/action-form";
import { PageBody } from "@/components/portal/page-body";
import { Notice } from "@/components/ui/notice";
import { openPage } from "@/lib/adapters/web/page";
import { countAffected, marketStepQuery } from "@/lib/domain/market";
import { STATE_TEXTS } from "@/lib/domain/market/model";
import { affectedText } from "../_components/affected";
import { resumeMarketAction } from "../actions";

export const metadata: Metadata = { title: "Resume the market" };

export default async function ResumePage() {
  const { session, grant } = await openPage(marketStepQuery, {});
  const affected = await countAffected(grant);
  const { called, halt, version } = session ?? { called: "closed", halt: null, version: 0 };
  const { label, means } = STATE_TEXTS[called];
  return (
    <PageBody title="Resume the market" back={{ href: "/admin", label: "Overview" }}>
      <ActionForm action={resumeMarketAction} className="grid max-w-prose gap-4">
        <Notice tone="warning" title={`The market becomes ${label.toLowerCase()}, as scheduled, for everyone: ${affectedText(affected)}.`}>
          {means} {halt ? `${halt.byName} halted it: “${halt.reason}”` : "It is not suspended at this moment, so there is nothing to resume."}
        </Notice>
        <input type="hidden" name="version" value={version} />
        <FormReason />
        <SubmitOrCancel cancel="/admin">Resume the market</SubmitOrCancel>
      </ActionForm>
    </PageBody>
  );
}
