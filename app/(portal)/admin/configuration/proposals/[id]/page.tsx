import type { Metadata } from "next";
import { ActivityLink } from "@/components/portal/activity-link";
import { ChangesTable } from "@/components/portal/changes-table";
import { EmptyState } from "@/components/portal/empty-state";
import { PageBody } from "@/components/portal/page-body";
import { LinkButton } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { openPage } from "@/lib/adapters/web/page";
import { proposalQuery } from "@/lib/domain/configuration";
import { preferences } from "@/lib/domain/preferences";
import { Checks } from "../../_components/checks";
import { Decision } from "../../_components/decision";
import { ProposalFacts } from "../../_components/proposal-facts";
import { queueHref } from "../../_components/queue-tabs";
import { Repeat } from "../../_components/repeat";
import { StandingBadge } from "../../_components/standing-badge";
import { Withdraw } from "../../_components/withdraw";

export const metadata: Metadata = { title: "Configuration proposal" };

export default async function ProposalPage({ params }: { params: Promise<{ id: string }> }) {
  const view = await openPage(proposalQuery, await params);
  const { proposal, standing, differences, checks } = view;
  const { zone } = await preferences();
  return (
    <PageBody
      title={`Change of version ${proposal.baseNumber}`}
      description={`Proposed by ${proposal.proposerName}.`}
      status={<StandingBadge standing={standing} />}
      back={{ href: queueHref(standing === "pending" || standing === "scheduled" ? standing : "settled"), label: "Proposals" }}
      actions={
        <>
          <ActivityLink log={view.mayReadLog ? `about:configuration_proposal/${proposal.id}` : null} />
          {proposal.appliedNumber && (
            <LinkButton icon="file-text" href={`/admin/configuration/${proposal.appliedNumber}`}>
              Version {proposal.appliedNumber}
            </LinkButton>
          )}
        </>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <Section title="What changes" description="Field by field; everything else stays as it is." flush>
            <ChangesTable
              caption="What changes"
              changes={differences}
              from={`Version ${proposal.baseNumber}`}
              to="Proposed"
              zone={zone}
              empty={<EmptyState kind="none" title="Nothing changes" />}
            />
          </Section>
          {checks && <Checks checks={checks} />}
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <Decision view={view} />
          <ProposalFacts view={view} zone={zone} />
          {view.mayWithdraw && <Withdraw id={proposal.id} />}
          {view.repeat && <Repeat proposal={proposal} repeat={view.repeat} zone={zone} />}
        </div>
      </div>
    </PageBody>
  );
}
