import type { Metadata } from "next";
import { ActionForm, FormReason, SubmitOrCancel } from "@/components/portal/action-form";
import { PageBody } from "@/components/portal/page-body";
import { Notice } from "@/components/ui/notice";
import { openPage } from "@/lib/adapters/web/page";
import { countAffected, marketStepQuery } from "@/lib/domain/market";
import { STATE_TEXTS } from "@/lib/domain/market/model";
import { affectedText } from "../_components/affected";
import { haltMarketAction } from "../actions";

export const metadata: Metadata = { title: "Halt the market" };

export default async function HaltPage() {
  const { session, grant } = await openPage(marketStepQuery, {});
  const affected = await countAffected(grant);
  return (
    <PageBody title="Halt the market" back={{ href: "/admin", label: "Overview" }}>
      <ActionForm action={haltMarketAction} className="grid max-w-prose gap-4">
        <Notice tone="warning" title={`This stops the market for everyone: ${affectedText(affected)}.`}>
          {session && `It is ${STATE_TEXTS[session.state].label.toLowerCase()} now. `}
          Nothing trades until an operator resumes the market, whatever the schedule says. Open pages show the halt and your reason within two seconds.
        </Notice>
        <FormReason />
        <SubmitOrCancel variant="danger" cancel="/admin">
          Halt the market
        </SubmitOrCancel>
      </ActionForm>
    </PageBody>
  );
}
