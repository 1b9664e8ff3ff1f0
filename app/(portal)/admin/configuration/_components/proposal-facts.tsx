import { ShortHash } from "@/components/portal/configuration/version-facts";
import { DefinitionList } from "@/components/portal/definition-list";
import { Timestamp } from "@/components/portal/timestamp";
import { TextLink } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import type { ProposalView } from "@/lib/domain/configuration";

const SETTLED = { applied: "Applied", rejected: "Rejected", withdrawn: "Withdrawn", superseded: "Superseded" } as const;

/** Who proposed what and why, who decided, and the outcome. */
export function ProposalFacts({ view: { proposal, standing }, zone }: { view: ProposalView; zone: string }) {
  const { reason, proposerName, proposedAt, effectiveAt, originId, hash, deciderName, decidedAt, decisionReason, settledAt } = proposal;
  return (
    <Section title="About this proposal">
      <DefinitionList
        items={[
          { term: "Reason", detail: <p className="max-w-measure whitespace-pre-wrap">{reason}</p> },
          { term: "Proposed by", detail: proposerName },
          { term: "Proposed", detail: <Timestamp value={proposedAt} zone={zone} /> },
          { term: "Takes effect", detail: effectiveAt ? <Timestamp value={effectiveAt} zone={zone} /> : "As soon as it is approved" },
          ...(originId ? [{ term: "Follows from", detail: <TextLink href={`/admin/configuration/proposals/${originId}`}>An earlier proposal</TextLink> }] : []),
          ...(deciderName ? [{ term: "Decided by", detail: deciderName }] : []),
          ...(decidedAt ? [{ term: "Decided", detail: <Timestamp value={decidedAt} zone={zone} /> }] : []),
          ...(decisionReason
            ? [
                {
                  term: standing === "rejected" ? "Why rejected" : "Why it ended",
                  detail: <p className="max-w-measure whitespace-pre-wrap">{decisionReason}</p>,
                },
              ]
            : []),
          ...(settledAt && standing in SETTLED
            ? [{ term: SETTLED[standing as keyof typeof SETTLED], detail: <Timestamp value={settledAt} zone={zone} /> }]
            : []),
          { term: "Hash", detail: <ShortHash hash={hash} /> },
        ]}
      />
    </Section>
  );
}
