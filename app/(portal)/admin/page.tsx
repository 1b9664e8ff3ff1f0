import type { Metadata } from "next";
import { PageBody } from "@/components/portal/page-body";
import { LinkButton } from "@/components/ui/button";
import { TextLink } from "@/components/ui/link";
import { requireTab } from "@/lib/adapters/web/require-tab";
import { readHome } from "@/lib/domain/home";
import { readSession } from "@/lib/domain/market";
import { preferences } from "@/lib/domain/preferences";
import { roleLabel } from "@/lib/platform/authz/roles";
import { grantIf } from "@/lib/platform/unit-of-work/authorize";
import { HomeSections } from "../_components/home/home-page";
import { SessionSection } from "./market/_components/session-section";

export const metadata: Metadata = { title: "Overview" };

/** Home, plus the market controls for operators. */
export default async function AdminPage() {
  const { home, session, principal } = await requireTab("admin", async ({ tx, grant, principal }) => {
    const operate = grantIf(tx, "Market.Operate", { entityId: principal.entity.id });
    return { home: await readHome(tx, grant), session: operate && { now: await readSession(tx, operate) }, principal };
  });
  const { zone } = await preferences();
  const { entity, role } = principal;
  return (
    <PageBody
      title="Overview"
      description={`${entity.legalName} · ${roleLabel(role)}`}
      actions={
        home.mayInvite && (
          <LinkButton icon="user-plus" variant="primary" href="/admin/invitations/new">
            Invite people
          </LinkButton>
        )
      }
    >
      <HomeSections
        home={home}
        principal={principal}
        zone={zone}
        market={session && <SessionSection session={session.now} zone={zone} links={<TextLink href="/admin/market">Transitions</TextLink>} />}
      />
    </PageBody>
  );
}
