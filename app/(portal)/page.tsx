import type { Metadata } from "next";
import { PageBody } from "@/components/portal/page-body";
import { openPage } from "@/lib/adapters/web/page";
import { homeQuery } from "@/lib/domain/home";
import { preferences } from "@/lib/domain/preferences";
import { roleLabel } from "@/lib/platform/authz/roles";
import { HomeSections } from "./_components/home/home-page";
import { InvitePeople } from "./_components/home/invite-people";

export const metadata: Metadata = { title: "Home" };

/** Home: open tasks and recent changes. */
export default async function HomePage() {
  const { home, principal } = await openPage(homeQuery, {});
  const { zone } = await preferences();
  const { entity, role, global } = principal;
  return (
    <PageBody
      title="Home"
      description={`${entity.legalName} · ${roleLabel(role)}${global ? " with Global, across all entities" : ""}`}
      actions={home.mayInvite && <InvitePeople />}
    >
      <HomeSections home={home} principal={principal} zone={zone} />
    </PageBody>
  );
}
