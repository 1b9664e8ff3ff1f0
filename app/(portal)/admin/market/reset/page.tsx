import type { Metadata } from "next";
import { ActionForm, FormReason, FormTextField, SubmitOrCancel } from "@/components/portal/action-form";
import { PageBody } from "@/components/portal/page-body";
import { Notice } from "@/components/ui/notice";
import { openPage } from "@/lib/adapters/web/page";
import { resetFormQuery } from "@/lib/domain/market";
import { MARKET, STATE_TEXTS } from "@/lib/domain/market/model";
import { resetEngineAction } from "../actions";

export const metadata: Metadata = { title: "Engine reset" };

export default async function ResetPage() {
  const { session, last } = await openPage(resetFormQuery, {});
  const href = "/admin/market/diagnostics";
  return (
    <PageBody title="Engine reset" back={{ href, label: "Diagnostics" }}>
      <ActionForm action={resetEngineAction} className="grid max-w-prose gap-4">
        <Notice tone="warning" title="This discards the session’s state and rebuilds it from the recorded transitions.">
          {session ? `It says ${STATE_TEXTS[session.state].label.toLowerCase()} now` : "It is missing now"};{" "}
          {last
            ? `the record’s last transition, number ${last.number}, leads to ${STATE_TEXTS[last.to].label.toLowerCase()}.`
            : "the record has no transition yet, so there is nothing to rebuild it from."}{" "}
          The schedule then catches up within seconds. A session that is ahead of the clock, or more than a week of transitions behind it, is brought up to
          date. A halt stays in place.
        </Notice>
        <FormReason />
        <FormTextField name="name" label="The market’s name" required autoComplete="off" hint={`Type ${MARKET.name} to confirm.`} />
        <SubmitOrCancel variant="danger" cancel={href}>
          Rebuild the session
        </SubmitOrCancel>
      </ActionForm>
    </PageBody>
  );
}
