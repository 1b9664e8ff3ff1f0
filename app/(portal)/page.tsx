import type { Metadata } from "next";
import { PageBody } from "@/components/portal/page-body";
import { LinkButton } from "@/components/ui/button";
import { requireTab } from "@/lib/adapters/web/require-tab";
import { readHome } from "@/lib/domain/home";
import { preferences } from "@/lib/domain/preferences";
import { roleLabel } from "@/lib/platform/authz/roles";
import { HomeSections } from "./_components/home/home-page";

export const metadata: Metadata = { title: "Home" };

/** Home: open tasks and recent changes. */
export default async function HomePage() {
  const { home, principal } = await requireTab("home", async ({ tx, grant, principal }) => ({ home: await readHome(tx, grant), principal }));
  const { zone } = await preferences();
  const { entity, role, global } = principal;
  return (
    <PageBody
      title="Home"
      description={`${entity.legalName} · ${roleLabel(role)}${global ? " with Global, across all entities" : ""}`}
      actions={
        home.mayInvite && (
          <LinkButton icon="user-plus" variant="primary" href="/admin/invitations/new">
            Invite people
          </LinkButton>
        )
      }
    >
      <HomeSections home={home} principal={principal} zone={zone} />
    </PageBody>
  );
}
