import type { Metadata } from "next";
import { PageBody } from "@/components/portal/page-body";
import { TextLink } from "@/components/ui/link";
import { openPage } from "@/lib/adapters/web/page";
import { overviewQuery } from "@/lib/domain/home";
import { preferences } from "@/lib/domain/preferences";
import { roleLabel } from "@/lib/platform/authz/roles";
import { HomeSections } from "../_components/home/home-page";
import { InvitePeople } from "../_components/home/invite-people";
import { MarketRibbon } from "../_components/home/market-day";
import { SessionSection } from "./market/_components/session-section";

export const metadata: Metadata = { title: "Overview" };

/** Home, plus the market controls for operators. */
export default async function AdminPage() {
  const { home, session, principal } = await openPage(overviewQuery, {});
  const { zone } = await preferences();
  const { entity, role } = principal;
  const market = session && (
    <SessionSection session={session.now} zone={zone} links={<TextLink href="/admin/market">Transitions</TextLink>}>
      {home.market && <MarketRibbon day={home.market} zone={zone} />}
    </SessionSection>
  );
  return (
    <PageBody title="Overview" description={`${entity.legalName} · ${roleLabel(role)}`} actions={home.mayInvite && <InvitePeople />}>
      <HomeSections home={home} principal={principal} zone={zone} market={market} />
    </PageBody>
  );
}
