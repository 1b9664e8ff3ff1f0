import { DataTable } from "@/components/portal/data-table";
import { DefinitionList } from "@/components/portal/definition-list";
import { Timestamp } from "@/components/portal/timestamp";
import { Section } from "@/components/ui/section";
import type { RoleForm } from "@/lib/domain/roles";
import { RoleName } from "../../../_components/role-name";
import { RequestState, RoleStep } from "../../../promotions/_components/request-parts";

/** The current role, and when each temporary role ends. */
export function Running({ form: { person, running }, zone }: { form: RoleForm; zone: string }) {
  return (
    <Section title="Current role">
      <DefinitionList
        items={[
          { term: "Role", detail: <RoleName {...person.held} /> },
          ...running.map(({ id, endsAt, ...held }, index) => ({
            term: index === 0 ? "Temporary role" : `On top of${index > 1 ? ` (${index})` : ""}`,
            detail: (
              <span key={id} className="flex flex-wrap items-center gap-x-2">
                <RoleName {...held} /> until <Timestamp value={endsAt} zone={zone} />
              </span>
            ),
          })),
          ...(running.length > 0 ? [{ term: "Base role", detail: <RoleName {...person.base} /> }] : []),
        ]}
      />
    </Section>
  );
}

/** Role requests, newest first, including decided and withdrawn ones. */
export function Requests({ form: { requests }, zone }: { form: RoleForm; zone: string }) {
  if (requests.length === 0) return null;
  return (
    <Section title="Requests" flush>
      <DataTable
        caption="Requests for another role of this person"
        rows={requests}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/admin/users/promotions/${id}`}
        columns={[
          { key: "asked", header: "Asked", cell: ({ createdAt }) => <Timestamp value={createdAt} zone={zone} />, primary: true },
          { key: "change", header: "Change", cell: (request) => <RoleStep {...request} /> },
          { key: "state", header: "State", cell: (request) => <RequestState {...request} /> },
          { key: "requester", header: "Asked by", cell: ({ requesterName }) => requesterName },
          { key: "decided", header: "Decided by", cell: ({ decidedByName }) => decidedByName ?? <span className="text-ink-3">—</span> },
        ]}
      />
    </Section>
  );
}
