import type { Metadata } from "next";
import { PageBody } from "@/components/portal/page-body";
import { UserStatusBadge } from "@/components/portal/user-status";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { openPage } from "@/lib/adapters/web/page";
import { preferences } from "@/lib/domain/preferences";
import { type RoleForm, roleFormQuery } from "@/lib/domain/roles";
import { roleFormParams } from "@/lib/domain/roles/model";
import type { SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { NoChange } from "../../_components/no-change";
import { ChangeForm } from "./_components/change-form";
import { Choices } from "./_components/choices";
import { Requests, Running } from "./_components/standing";

export const metadata: Metadata = { title: "Role" };

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export default async function RolePage({ params, searchParams }: Props) {
  const chosen = searchOf(roleFormParams, await searchParams);
  const form = await openPage(roleFormQuery, { ...(await params), ...chosen });
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
