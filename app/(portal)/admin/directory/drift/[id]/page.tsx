import type { Metadata } from "next";
import { ActionForm, FormReason, SubmitButton } from "@/components/portal/action-form";
import { DefinitionList } from "@/components/portal/definition-list";
import { PageBody } from "@/components/portal/page-body";
import { TextLink } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { openPage } from "@/lib/adapters/web/page";
import { type DriftDetail, driftQuery } from "@/lib/domain/directory";
import { portalText, standingText } from "../../_components/words";
import { takeDirectoryValueAction, writePortalValueAction } from "../../actions";

export const metadata: Metadata = { title: "Reconcile" };

export default async function DriftDetailPage({ params }: { params: Promise<{ id: string }> }) {
  const drift = await openPage(driftQuery, { id: (await params).id });
  const { user, portalRole, portalGlobal, directoryRoles, directoryGlobal } = drift;
  const closed = whyClosed(drift);
  const portal = portalText(portalRole, portalGlobal, user.status);
  const directory = standingText(directoryRoles, directoryGlobal);

  return (
    <PageBody
      title={user.displayName}
      description="What the portal and the directory held for this person when they were compared."
      back={{ href: "/admin/directory/drift", label: "Comparison" }}
    >
      <DefinitionList
        items={[
          { term: "Person", detail: <TextLink href={`/admin/users/${drift.userId}`}>{user.email}</TextLink> },
          { term: "Entity", detail: user.entity.shortName },
          { term: "Portal", detail: portal },
          { term: "Directory", detail: directory },
        ]}
      />
      {closed ? (
        <Notice tone="neutral" title={closed.title}>
          {closed.remedy}
        </Notice>
      ) : (
        <div className="grid items-start gap-4 md:grid-cols-2">
          <Section
            title="The portal is right"
            description={user.status === "terminated" ? "The directory removes every role." : `The directory is set to: ${portal}.`}
          >
            <ActionForm action={writePortalValueAction} className="grid gap-4">
              <input type="hidden" name="id" value={drift.id} />
              <FormReason id="portal-reason" />
              {drift.portalTakesTwo && <TakesTwo />}
              <SubmitButton className="justify-self-start">
                {drift.portalTakesTwo ? "Propose to write the portal’s value" : "Write the portal’s value to the directory"}
              </SubmitButton>
            </ActionForm>
          </Section>
          <Section title="The directory is right" description="Its value applies here from the person’s next request.">
            <TakeDirectoryValue drift={drift} directory={directory} />
          </Section>
        </div>
      )}
    </PageBody>
  );
}

/** Why this cannot be settled here and what to do instead; null when it can. The rules still decide. */
function whyClosed({ settledBy, isLatest, isAboutReader }: DriftDetail): { title: string; remedy: string } | null {
  if (settledBy) return { title: `${settledBy} has reconciled this.`, remedy: "Compare again to see the current state." };
  if (!isLatest) return { title: "A newer comparison exists.", remedy: "Open its result: only differences in the latest comparison can be settled." };
  return isAboutReader ? { title: "This difference is about you.", remedy: "Ask another operator to settle it." } : null;
}

const TakesTwo = () => <Notice title="This role needs two people: you propose it, and another operator decides." />;

function TakeDirectoryValue({ drift, directory }: { drift: DriftDetail; directory: string }) {
  const why = whyNot(drift);
  if (why) return <p className="text-ink-2">{why}</p>;
  return (
    <ActionForm action={takeDirectoryValueAction} className="grid gap-4">
      <input type="hidden" name="id" value={drift.id} />
      <FormReason id="directory-reason" />
      {drift.directoryTakesTwo && <TakesTwo />}
      <SubmitButton className="justify-self-start" variant="secondary">
        {drift.directoryTakesTwo ? "Propose" : "Take"} the directory’s value: {directory}
      </SubmitButton>
    </ActionForm>
  );
}

/** The directory does not hold exactly one role, so there is none to accept. */
function whyNot({ user, directoryRoles }: DriftDetail): string | null {
  if (user.status === "terminated") return "Terminated is for good: there is nothing to take over.";
  if (directoryRoles.length !== 1) return "The directory has this person in no role group, or in several, which is no role to take over.";
  return null;
}
