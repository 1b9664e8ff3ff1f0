import type { Metadata } from "next";
import { DrawnFor } from "@/components/portal/action-form";
import { PageBody } from "@/components/portal/page-body";
import { Code } from "@/components/ui/code";
import { Section } from "@/components/ui/section";
import { requireTab } from "@/lib/adapters/web/require-tab";
import { invitableRoles } from "@/lib/platform/authz/assignable";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import { roleKeys } from "@/lib/platform/authz/roles";
import { authorize, consider } from "@/lib/platform/unit-of-work/authorize";
import { InviteListForm } from "../_components/invite-list-form";

export const metadata: Metadata = { title: "Invite many" };

export default async function InviteManyPage() {
  const { principal, withEntity } = await requireTab("invitations", async ({ tx, principal }) => {
    authorize(tx, "Invitations.Send", { entityId: principal.entity.id });
    return { principal, withEntity: consider(tx, "Invitations.Send", EVERY_ENTITY).outcome === "grant" };
  });
  const columns = `email,name,role${withEntity ? ",entity" : ""}`;
  const [role = roleKeys[0]] = invitableRoles(principal);
  return (
    <PageBody
      title="Invite many"
      description="The list is checked before it is sent. Nothing is sent while a row has a mistake. Sending the same list again invites no one twice."
      back={{ href: "/admin/invitations", label: "Invitations" }}
    >
      <InviteListForm example={`${columns}\ntane.walker@kauri.example,Tāne Walker,${role}${withEntity ? ",KAURI" : ""}`}>
        <DrawnFor />
      </InviteListForm>
      <Section title="What the list looks like">
        <ul className="grid max-w-prose list-disc gap-1 pl-5 text-ink-2">
          <li>
            CSV in UTF-8 with commas, semicolons or tabs. The first line is <Code>{columns}</Code>
          </li>
          <li>One line per person, up to 10,000. The name is optional.</li>
          <li>
            Roles:{" "}
            {invitableRoles(principal).map((key, index) => (
              <span key={key}>
                {index > 0 && ", "}
                <Code>{key}</Code>
              </span>
            ))}
          </li>
          {withEntity && <li>Give the entity by its code, as in the list of entities.</li>}
        </ul>
      </Section>
    </PageBody>
  );
}
