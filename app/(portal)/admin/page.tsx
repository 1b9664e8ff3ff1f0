import type { Metadata } from "next";
import { EmptyState } from "@/components/portal/empty-state";
import { PageBody } from "@/components/portal/page-body";
import { TextLink } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import { requireTab } from "@/lib/adapters/web/require-tab";
import { INVITATION_STATES } from "@/lib/domain/invitations/model";
import { type Overview, readOverview } from "@/lib/domain/overview";
import { preferences } from "@/lib/domain/preferences";
import { USER_STATUSES } from "@/lib/domain/standing/model";
import { roleLabel } from "@/lib/platform/authz/roles";
import { listHref } from "@/lib/platform/lists/params";
import { Counts } from "./_components/counts";
import { AuditTable } from "./audit/_components/audit-table";
import { SessionSection } from "./market/_components/session-section";

export const metadata: Metadata = { title: "Admin" };

const PROMOTIONS = "/admin/users/promotions";
const ENTITY_LABELS = { active: "Active", suspended: "Suspended" } as const;

export default async function AdminPage() {
  const { overview, principal } = await requireTab("admin", async ({ tx, grant, principal }) => ({ overview: await readOverview(tx, grant), principal }));
  const { zone } = await preferences();
  const { entity, role } = principal;

  return (
    <PageBody title="Overview" description={`What there is to look after, for you as ${roleLabel(role)} of ${entity.shortName}.`}>
      {overview.market && <SessionSection session={overview.market.session} zone={zone} links={<TextLink href="/admin/market">Transitions</TextLink>} />}
      <div className="grid items-start gap-4 empty:hidden md:grid-cols-2 xl:grid-cols-4">
        <Numbers overview={overview} ownName={entity.shortName} />
      </div>
      {overview.latest && (
        <Section title="Latest decisions on the record" flush actions={<TextLink href="/admin/audit">Audit log</TextLink>}>
          <AuditTable
            brief
            caption="Latest decisions on the record"
            rows={overview.latest.rows}
            names={overview.latest.names}
            zone={zone}
            empty={<EmptyState kind="none" title="Nothing is on the record yet" />}
          />
        </Section>
      )}
      <Section
        title="Open to you"
        description={`What your role, ${roleLabel(role)}, opens beside the desk. My access says what the rest takes, and whom to ask.`}
      >
        <ul className="flex flex-wrap gap-x-6 gap-y-1">
          {overview.open.map(({ id, href, label }) => (
            <li key={id}>
              <TextLink href={href} className="inline-flex min-h-6 items-center">
                {label}
              </TextLink>
            </li>
          ))}
        </ul>
      </Section>
    </PageBody>
  );
}

function Numbers({ overview, ownName }: { overview: Overview; ownName: string }) {
  const { entities, users, promotions, invitations } = overview;
  const whose = ({ everyEntity }: { everyEntity: boolean }) => (everyEntity ? "Of all entities" : `Of ${ownName}`);
  return (
    <>
      {entities && (
        <Counts
          title="Entities"
          description="The exchange and its participants"
          href="/admin/entities"
          counts={entities.counts.map(([status, count]) => ({ label: ENTITY_LABELS[status], count, href: listHref("/admin/entities", { status }) }))}
        />
      )}
      {users && (
        <Counts
          title="Users"
          description={whose(users)}
          href="/admin/users"
          counts={users.counts.map(([status, count]) => ({ label: USER_STATUSES[status].label, count, href: listHref("/admin/users", { status }) }))}
        />
      )}
      {promotions && (
        <Counts
          title="Promotions"
          description={whose(promotions)}
          href={PROMOTIONS}
          counts={[{ label: "Waiting for a decision", count: promotions.waiting, href: listHref(PROMOTIONS, { state: "pending" }) }]}
        />
      )}
      {invitations && (
        <Counts
          title="Invitations"
          description={whose(invitations)}
          href="/admin/invitations"
          counts={invitations.counts.map(([state, count]) => ({
            label: INVITATION_STATES[state].label,
            count,
            href: listHref("/admin/invitations", { state }),
          }))}
        />
      )}
    </>
  );
}
