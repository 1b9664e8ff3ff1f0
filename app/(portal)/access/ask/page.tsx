import type { Metadata } from "next";
import { ActionForm, FormSelect, FormTextArea, SubmitOrCancel } from "@/components/portal/action-form";
import { PageBody } from "@/components/portal/page-body";
import { SupportContext } from "@/components/portal/support-context";
import { LinkButton } from "@/components/ui/button";
import { KeyValue, KeyValueList } from "@/components/ui/key-value";
import { Section } from "@/components/ui/section";
import { openPage } from "@/lib/adapters/web/page";
import { accessFormQuery, askForAccessOperation } from "@/lib/domain/support";
import { permissionInfo } from "@/lib/platform/authz/permissions";
import type { SearchParams } from "@/lib/platform/lists/params";
import type { LocalPath } from "@/lib/platform/local-path";
import { searchOf } from "@/lib/platform/operations/decode";
import { fieldOf } from "@/lib/platform/operations/field-of";
import { askForAccessAction } from "../actions";

export const metadata: Metadata = { title: "Ask for access" };

const BACK = { href: "/access", label: "My access" } as const;

export default async function AskForAccessPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = searchOf(accessFormQuery.input, await searchParams);
  const { for: wanted, across, from } = params;
  const { explanation, held, missing, context } = await openPage(accessFormQuery, params);
  const back: LocalPath | "/access" = from ?? "/access";

  if (held || (!wanted && missing.length === 0)) {
    return (
      <PageBody title="You already have this access" description={explanation?.sentence ?? "You hold every permission."} back={BACK}>
        <div>
          <LinkButton href={back}>Back to where you were</LinkButton>
        </div>
      </PageBody>
    );
  }
  return (
    <PageBody title="Ask for access" description={explanation?.sentence ?? "People who can grant it will read your request and answer."} back={BACK}>
      <ActionForm action={askForAccessAction} className="grid max-w-prose gap-4">
        {explanation ? (
          <>
            <KeyValueList>
              <KeyValue term="Permission">{explanation.needs}</KeyValue>
              <KeyValue term="Scope">{explanation.scope}</KeyValue>
              <KeyValue term="Who decides">{explanation.remedy}</KeyValue>
            </KeyValueList>
            <input type="hidden" name="access" value={wanted} />
          </>
        ) : (
          <FormSelect
            name="access"
            label="What you need"
            required
            options={missing.map((value) => ({ value, label: `${permissionInfo(value).label} (${value})` }))}
          />
        )}
        <input type="hidden" name="everyEntity" value={String(across === "all")} />
        {from && <input type="hidden" name="page" value={from} />}
        <FormTextArea {...fieldOf(askForAccessOperation, "reason")} label="What you need it for" hint="The people who decide will read this." />
        <Section title="Sent along" description="These details help the person who answers. Nothing else is sent.">
          <SupportContext context={context} />
        </Section>
        <SubmitOrCancel cancel={back}>Send the request</SubmitOrCancel>
      </ActionForm>
    </PageBody>
  );
}
