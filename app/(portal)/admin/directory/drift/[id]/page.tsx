import type { Metadata } from "next";
import { ActionForm, FormReason, SubmitButton } from "@/components/portal/action-form";
import { DefinitionList } from "@/components/portal/definition-list";
import { PageBody } from "@/components/portal/page-body";
import { TextLink } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { requireTab } from "@/lib/actions/require-tab";
import { type DriftRow, getDrift } from "@/lib/directory/queries";
import { idParam } from "@/lib/lists/params";
import { portalText, standingText } from "../../_components/words";
import { takeDirectoryValueAction, writePortalValueAction } from "../../actions";

export const metadata: Metadata = { title: "Reconcile" };

export default async function DriftDetailPage({ params }: { params: Promise<{ id: string }> }) {
  const id = idParam.parse((await params).id);
  const { drift, self } = await requireTab("directory", async ({ tx, grant, principal }) => {
    const found = id ? await getDrift(tx, grant, id) : null;
    return found && { drift: found, self: found.userId === principal.userId };
  });
  const { user, portalRole, portalGlobal, directoryRoles, directoryGlobal, settledBy } = drift;
  const portal = portalText(portalRole, portalGlobal, user.status);
  const directory = standingText(directoryRoles, directoryGlobal);

  return (
    <PageBody
      title={user.displayName}
      description="What the portal and the directory said of this person when they were compared."
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
      {settledBy ? (
        <Notice tone="positive" title={`${settledBy} has reconciled this.`}>
          Compare again to see how things stand now.
        </Notice>
      ) : (
        <div className="grid items-start gap-4 md:grid-cols-2">
          <Section
            title="The portal is right"
            description={user.status === "terminated" ? "The directory takes every role away." : `The directory is told: ${portal}.`}
          >
            <ActionForm action={writePortalValueAction} className="grid gap-4">
              <input type="hidden" name="id" value={drift.id} />
              <FormReason id="portal-reason" />
              <SubmitButton className="justify-self-start">Write the portal’s value to the directory</SubmitButton>
            </ActionForm>
          </Section>
          <Section title="The directory is right" description="What it says acts here on the person’s next request.">
            <TakeDirectoryValue drift={drift} self={self} directory={directory} />
          </Section>
        </div>
      )}
    </PageBody>
  );
}

function TakeDirectoryValue({ drift, self, directory }: { drift: DriftRow; self: boolean; directory: string }) {
  const why = whyNot(drift, self);
  if (why) return <p className="text-ink-2">{why}</p>;
  return (
    <ActionForm action={takeDirectoryValueAction} className="grid gap-4">
      <input type="hidden" name="id" value={drift.id} />
      <FormReason id="directory-reason" />
      <SubmitButton className="justify-self-start" variant="secondary">
        Take the directory’s value: {directory}
      </SubmitButton>
    </ActionForm>
  );
}

/** The rules have the last word; this only keeps a form from being offered in vain. */
function whyNot({ user, directoryRoles }: DriftRow, self: boolean): string | null {
  if (self) return "Nobody changes their own role. Ask another operator to reconcile this.";
  if (user.status === "terminated") return "Terminated is for good: there is nothing to take over.";
  if (directoryRoles.length !== 1) return "The directory has this person in no role group, or in several, which is no role to take over.";
  return null;
}
