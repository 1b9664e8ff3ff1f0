import type { Metadata } from "next";
import { ActionForm, FormSelect, FormTextArea, FormTextField, SubmitOrCancel } from "@/components/portal/action-form";
import { PageBody } from "@/components/portal/page-body";
import { SupportContext } from "@/components/portal/support-context";
import { Section } from "@/components/ui/section";
import { openPage } from "@/lib/adapters/web/page";
import { notifiedByMail } from "@/lib/domain/mail/model";
import { newRequestQuery, openRequestOperation } from "@/lib/domain/support";
import type { SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { fieldOf } from "@/lib/platform/operations/field-of";
import { openRequestAction } from "../actions";

export const metadata: Metadata = { title: "Ask the exchange" };

const KINDS = [
  { value: "problem", label: "A problem: something does not work" },
  { value: "question", label: "A question" },
];

export default async function NewRequestPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const context = await openPage(newRequestQuery, searchOf(newRequestQuery.input, await searchParams));
  return (
    <PageBody
      title="Ask the exchange"
      description={`Report a problem or ask a question. The answer appears here. ${notifiedByMail("You are")}`}
      back={{ href: "/admin/support", label: "Support" }}
    >
      <ActionForm action={openRequestAction} className="grid max-w-prose gap-4">
        <FormSelect name="kind" label="What it is about" required options={KINDS} defaultValue="problem" />
        <FormTextField {...fieldOf(openRequestOperation, "subject")} label="Subject" autoComplete="off" />
        <FormTextArea {...fieldOf(openRequestOperation, "body")} label="Description" rows={6} hint="What you did, what happened, and what you expected." />
        {context.page && <input type="hidden" name="page" value={context.page} />}
        {context.reference && <input type="hidden" name="reference" value={context.reference} />}
        <Section title="Sent along" description="These details help the person who answers. Nothing else is sent.">
          <SupportContext context={context} />
        </Section>
        <SubmitOrCancel cancel="/admin/support">Send</SubmitOrCancel>
      </ActionForm>
    </PageBody>
  );
}
