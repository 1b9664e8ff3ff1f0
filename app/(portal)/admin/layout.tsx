import type { ReactNode } from "react";
import { PanelTabs } from "@/components/portal/panel-tabs";
import { currentVisitor } from "@/lib/adapters/sign-in/visitor";
import { proposalsWaitingFor } from "@/lib/domain/configuration";
import { waitingFor } from "@/lib/domain/roles";
import { type PageId, pageInfo, shellFor } from "@/lib/platform/authz/admin-tabs";

const ROLE_REQUESTS = pageInfo("promotions").href;

/** The Admin panel's tabs and the open tab's pages, limited to those this user may use. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const visitor = await currentVisitor();
  if (visitor.kind === "signed-out") return children;
  const { panel, places, counted } = shellFor(visitor.caller.principal);
  if (!panel) return children;
  const waiting: Readonly<Partial<Record<PageId, number | null>>> = {
    users: counted.has("users") ? await waitingFor(visitor.caller) : null,
    configuration: counted.has("configuration") ? await proposalsWaitingFor(visitor.caller) : null,
  };
  const countsOf = (id: PageId) => ({ count: waiting[id] || undefined, countOf: "waiting" });
  return (
    <>
      <PanelTabs
        label="Admin"
        className="shrink-0 border-b border-line bg-surface px-1 sm:px-3"
        tabs={places.map(({ id, href, label, below }) => ({
          ...{ href, label, ...countsOf(id) },
          below: below.map((place) => ({ ...place, ...(place.href === ROLE_REQUESTS ? countsOf("users") : {}) })),
        }))}
      />
      {children}
    </>
  );
}
