import type { Metadata } from "next";
import { DrawnFor } from "@/components/portal/action-form";
import { PageBody } from "@/components/portal/page-body";
import { Code } from "@/components/ui/code";
import { Section } from "@/components/ui/section";
import { openPage } from "@/lib/adapters/web/page";
import { inviteManyQuery } from "@/lib/domain/invitations";
import { roleKeys } from "@/lib/platform/authz/roles";
import { InviteListForm } from "../_components/invite-list-form";

export const metadata: Metadata = { title: "Invite many" };

export default async function InviteManyPage() {
  const { roles, withEntity } = await openPage(inviteManyQuery, {});
  const columns = `email,name,role${withEntity ? ",entity" : ""}`;
  const [role = roleKeys[0]] = roles;
  return (
    <PageBody
      title="Invite many"
      description="The list is checked before it is sent. Rows with a mistake are never sent: they stay here to be corrected. Sending the same list again invites no one twice."
      back={{ href: "/admin/invitations", label: "Invitations" }}
    >
      <InviteListForm
        template={withEntity ? "/people-to-invite-by-entity.csv" : "/people-to-invite.csv"}
        example={`${columns}\ntane.walker@kauri.example,Tāne Walker,${role}${withEntity ? ",KAURI" : ""}`}
      >
        <DrawnFor />
      </InviteListForm>
      <Section title="What the list looks like">
        <ul className="grid max-w-prose list-disc gap-1 pl-5 text-ink-2">
          <li>
            CSV in UTF-8, or Unicode text, with commas, semicolons or tabs. The first line names the columns, in any order: <Code>{columns}</Code>
          </li>
          <li>One line per person, up to 10,000. The name is optional. More than 200 are sent in the background.</li>
          <li>
            Roles:{" "}
            {roles.map((key, index) => (
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
