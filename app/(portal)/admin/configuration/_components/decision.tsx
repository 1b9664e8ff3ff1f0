import { ActionForm, FormProblem, FormReason, FormTick, SubmitButton } from "@/components/portal/action-form";
import { Denied } from "@/components/portal/denied";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import type { ProposalView } from "@/lib/domain/configuration";
import { type Check, warningsOf } from "@/lib/domain/configuration/model";
import { approveProposalAction, rejectProposalAction } from "../actions";

/** The form to approve or reject exactly what this page shows, or why the viewer may not. */
export function Decision({ view }: { view: ProposalView }) {
  const { decision, proposal, checks, others } = view;
  if (decision === null) return null;
  if (decision !== "allowed")
    return (
      <Denied title="You cannot decide this proposal" permission={decision.needs} scope={decision.scope} grantedBy={decision.remedy}>
        {decision.sentence}
      </Denied>
    );
  const warnings = checks?.filter(({ level }) => level === "warning") ?? [];
  const hasProblem = checks?.some(({ level }) => level === "problem");
  const shown = (
    <>
      <input type="hidden" name="id" value={proposal.id} />
      <input type="hidden" name="hash" value={proposal.hash} />
    </>
  );
  return (
    <Section title="Your decision" description="About exactly what this page shows.">
      <div className="grid gap-5">
        {hasProblem ? (
          <Notice tone="warning" title="The checks found a problem, so this cannot be approved." />
        ) : (
          <ActionForm action={approveProposalAction} className="grid gap-3">
            {shown}
            <p className="text-ink-2">{consequenceOf(view)}</p>
            {others > 0 && (
              <Notice
                tone="warning"
                title={others === 1 ? "One other open proposal would be superseded." : `${others} other open proposals would be superseded.`}
              >
                They change the same version. Their proposers can propose them again on the new version.
              </Notice>
            )}
            {warnings.length > 0 && <ConfirmWarnings warnings={warnings} />}
            <div>
              <SubmitButton icon="check">Approve</SubmitButton>
            </div>
          </ActionForm>
        )}
        <ActionForm action={rejectProposalAction} className="grid gap-3 border-t border-line pt-5">
          {shown}
          <FormReason label="Why it is rejected" />
          <div>
            <SubmitButton variant="secondary" icon="x">
              Reject
            </SubmitButton>
          </div>
        </ActionForm>
      </div>
    </Section>
  );
}

/** Approving despite a warning needs an explicit tick. */
const ConfirmWarnings = ({ warnings }: { warnings: readonly Check[] }) => (
  <Notice tone="warning" title={warnings.length === 1 ? "The checks warn of something." : "The checks warn of several things."}>
    <ul className="grid gap-1">
      {warnings.map(({ name, says }) => (
        <li key={name}>{says}</li>
      ))}
    </ul>
    <label htmlFor="confirmed" className="mt-2 flex items-start gap-2 font-medium">
      <FormTick id="confirmed" name="confirmed" value={warningsOf(warnings).join("|")} label="Approve in spite of this" />
      Approve despite the warnings
    </label>
    <FormProblem name="confirmed" />
  </Notice>
);

function consequenceOf({ proposal }: ProposalView): string {
  const next = `version ${proposal.baseNumber + 1}`;
  return proposal.effectiveAt
    ? `It takes effect as ${next} at the time that it names, or at once if that has passed.`
    : `It takes effect as ${next} at once, for everyone on the market.`;
}
