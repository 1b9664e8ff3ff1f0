import type { Metadata } from "next";
import { z } from "zod";
import { PageBody } from "@/components/portal/page-body";
import { UserStatusBadge } from "@/components/portal/user-status";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { requireTab } from "@/lib/adapters/web/require-tab";
import { preferences } from "@/lib/domain/preferences";
import { type RoleForm, readRoleForm } from "@/lib/domain/roles";
import { entityOfUser } from "@/lib/domain/standing";
import { choice, idParam, type SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { NoChange } from "../../_components/no-change";
import { ChangeForm } from "./_components/change-form";
import { Choices } from "./_components/choices";
import { Requests, Running } from "./_components/standing";

export const metadata: Metadata = { title: "Role" };

/** The role selected in the address. */
const query = z.object({ to: z.string().max(100).optional().catch(undefined), global: choice(["yes"]) });

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export default async function RolePage({ params, searchParams }: Props) {
  const id = idParam.parse((await params).id);
  const { to, global } = searchOf(query, await searchParams);
  const form = await requireTab("users", async ({ tx }) => {
    const target = id ? await entityOfUser(tx, id) : null;
    if (!id || !target) return null;
    return readRoleForm(tx, authorize(tx, "Users.Manage", target), id, { ...(to ? { role: to } : {}), global: global === "yes" });
  });
  const { zone } = await preferences();
  const { person } = form;
  return (
    <PageBody
      title={`Role of ${person.displayName}`}
      status={<UserStatusBadge status={person.status} />}
      back={{ href: `/admin/users/${person.id}`, label: person.displayName }}
    >
      <Running form={form} zone={zone} />
      <Changing form={form} zone={zone} />
      <Requests form={form} zone={zone} />
    </PageBody>
  );
}

function Changing({ form, zone }: { form: RoleForm; zone: string }) {
  const { person, isOneself, whyNoChange, chosen, mayChange } = form;
  if (isOneself)
    return (
      <Notice tone="neutral" title="You cannot change your own role.">
        Ask a colleague who manages users to change it.
      </Notice>
    );
  if (whyNoChange) return <NoChange name={person.displayName} why={whyNoChange} />;
  if (person.status === "terminated")
    return <Notice tone="neutral" title={`${person.displayName} is terminated, for good: their role stays as the record has it.`} />;
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      <Section
        title="Choose a role"
        description={
          mayChange ? "Choosing a role shows what would change. Nothing changes yet." : "You request the role, and an operator of the exchange decides."
        }
      >
        <Choices form={form} />
      </Section>
      {chosen && (
        <div id="change" className="scroll-mt-4">
          <ChangeForm form={form} chosen={chosen} zone={zone} />
        </div>
      )}
    </div>
  );
}
