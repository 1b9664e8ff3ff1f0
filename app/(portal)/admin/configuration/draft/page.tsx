import type { Metadata } from "next";
import { ActionForm, FormReason, FormTextField, SubmitButton } from "@/components/portal/action-form";
import { ChangesTable } from "@/components/portal/changes-table";
import { EmptyState } from "@/components/portal/empty-state";
import { PageBody } from "@/components/portal/page-body";
import { fieldLabel } from "@/components/portal/recorded-value";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { openPage } from "@/lib/adapters/web/page";
import { type Draft, type DraftView, draftQuery } from "@/lib/domain/configuration";
import { notifiedByMail } from "@/lib/domain/mail/model";
import { preferences } from "@/lib/domain/preferences";
import { marketMinute } from "@/lib/platform/time/market-clock";
import { Checks } from "../_components/checks";
import { DraftParts } from "../_components/draft-parts";
import { discardDraftAction, proposeAction } from "../actions";

export const metadata: Metadata = { title: "Your draft" };

export default async function DraftPage() {
  const view = await openPage(draftQuery, {});
  const { draft, current, differences } = view;
  const { zone } = await preferences();
  return (
    <PageBody
      title={draft ? "Your draft" : "Propose a change"}
      description={`Changes version ${current.number}. Only you can see it until you propose it.`}
      back={{ href: "/admin/configuration", label: "Configuration" }}
    >
      {draft?.movedFrom && <Moved draft={draft} />}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <DraftParts view={view} />
          <Section title="What changes" flush>
            <ChangesTable
              caption="What changes"
              changes={differences}
              from={`Version ${current.number}`}
              to="Draft"
              zone={zone}
              empty={
                <EmptyState kind="none" title="Nothing yet">
                  Choose a part and change it.
                </EmptyState>
              }
            />
          </Section>
        </div>
        {draft && (
          <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
            <Propose view={view} draft={draft} />
            <Checks checks={view.checks} />
            <Section title="Discard" description="The version in force stays as it is.">
              <ActionForm action={discardDraftAction}>
                <input type="hidden" name="version" value={draft.version} />
                <SubmitButton variant="secondary" icon="trash">
                  Discard the draft
                </SubmitButton>
              </ActionForm>
            </Section>
          </div>
        )}
      </div>
    </PageBody>
  );
}

const Moved = ({ draft: { current, conflicts } }: { draft: Draft }) => (
  <Notice tone="warning" title={`Version ${current.number} came into force since you began. Your changes are shown on top of it.`}>
    {conflicts.length > 0 && <p>It changed what you changed: {conflicts.map(({ path }) => fieldLabel(path)).join("; ")}. What your draft says counts.</p>}
  </Notice>
);

function Propose({ view: { checks, current }, draft }: { view: DraftView; draft: Draft }) {
  if (checks.some(({ level }) => level === "problem"))
    return (
      <Section title="Propose">
        <p className="text-ink-2">It can be proposed once the checks find no problem.</p>
      </Section>
    );
  return (
    <Section title="Propose" description={`Another person who may approve decides. ${notifiedByMail("They are")}`}>
      <ActionForm action={proposeAction} className="grid gap-4">
        <input type="hidden" name="version" value={draft.version} />
        <input type="hidden" name="base" value={current.number} />
        <FormReason />
        <FormTextField
          type="datetime-local"
          name="effectiveAt"
          label="Takes effect"
          min={marketMinute(new Date())}
          hint="On the market’s clock, Pacific/Auckland. Without a time, as soon as it is approved."
        />
        <div>
          <SubmitButton icon="send">Propose</SubmitButton>
        </div>
      </ActionForm>
    </Section>
  );
}
