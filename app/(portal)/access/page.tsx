import type { Metadata } from "next";
import { DefinitionList } from "@/components/portal/definition-list";
import { EmptyState } from "@/components/portal/empty-state";
import { PageBody } from "@/components/portal/page-body";
import { UserStatusBadge } from "@/components/portal/user-status";
import { Code } from "@/components/ui/code";
import { Section } from "@/components/ui/section";
import { TabStrip } from "@/components/ui/tabs";
import { openPage } from "@/lib/adapters/web/page";
import { accessQuery } from "@/lib/domain/access";
import { type AccessView, accessParams, SHOWN, type Shown, shownOf } from "@/lib/domain/access/model";
import { USER_STATUSES } from "@/lib/domain/standing/model";
import { permissionInfo } from "@/lib/platform/authz/permissions";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { isRoleKey, roleInfo, roleLabel } from "@/lib/platform/authz/roles";
import { listHref, type SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { PagesHeld } from "./_components/pages-held";
import { PermissionsHeld } from "./_components/permissions-held";

export const metadata: Metadata = { title: "My access" };

const LABELS: Record<Shown, string> = { all: "All", held: "Held", missing: "Not held" };

export default async function AccessPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { show } = searchOf(accessParams, await searchParams);
  const { view, principal } = await openPage(accessQuery, {});
  const shown = shownOf(view.permissions, show);

  return (
    <PageBody title="My access" description="What your role allows and what it does not, why, and who can change it.">
      <Section title="You">
        <You principal={principal} view={view} />
      </Section>
      <Section title="Permissions" flush>
        <TabStrip
          label="Which permissions are shown"
          className="border-b border-line px-1"
          tabs={SHOWN.map((side) => ({
            href: listHref("/access", { show: side === "all" ? null : side }),
            label: LABELS[side],
            current: side === show,
            count: shownOf(view.permissions, side).length,
          }))}
        />
        {shown.length > 0 ? (
          <PermissionsHeld standings={shown} />
        ) : (
          <div className="p-4">
            <EmptyState kind="none" title={show === "held" ? "You hold no permission" : "You hold every permission"} />
          </div>
        )}
      </Section>
      <Section title="Tabs and pages" description="What the portal shows you, and what it leaves out." flush>
        <PagesHeld standings={view.pages} />
      </Section>
    </PageBody>
  );
}

function You({ principal, view }: { principal: UserPrincipal; view: AccessView }) {
  const { role, entity, status } = principal;
  const withheld = view.permissions.filter((standing) => standing.withheld);
  return (
    <DefinitionList
      items={[
        { term: "Name", detail: principal.displayName },
        {
          term: "Role",
          detail: (
            <>
              {roleLabel(role)} {isRoleKey(role) && <span className="text-ink-2">· {roleInfo(role).description}</span>}
            </>
          ),
        },
        { term: "Entity", detail: `${entity.legalName} (${entity.code})` },
        {
          term: "Global",
          detail: principal.global ? "Yes: what you hold reaches all entities." : `No: what you hold reaches ${entity.shortName} only.`,
        },
        {
          term: "Status",
          detail: (
            <div className="grid justify-items-start gap-1">
              <UserStatusBadge status={status} />
              <p>{USER_STATUSES[status].effect}</p>
              {withheld.length > 0 && (
                <p className="text-ink-2">
                  This status withholds{" "}
                  {withheld.map(({ permission }) => (
                    <span key={permission} className="mr-2 inline-block">
                      {permissionInfo(permission).label} <Code>{permission}</Code>
                    </span>
                  ))}
                </p>
              )}
              {withheld[0]?.explanation.remedy && <p className="text-ink-2">{withheld[0].explanation.remedy}</p>}
            </div>
          ),
        },
      ]}
    />
  );
}
