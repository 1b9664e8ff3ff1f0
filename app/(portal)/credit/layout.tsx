import type { ReactNode } from "react";
import { PanelTabs } from "@/components/portal/panel-tabs";
import { currentVisitor } from "@/lib/adapters/sign-in/visitor";
import { shellFor } from "@/lib/platform/authz/admin-tabs";

/** The Credit panel's tabs, for users who may open them. */
export default async function CreditLayout({ children }: { children: ReactNode }) {
  const visitor = await currentVisitor();
  const opens = visitor.kind === "signed-in" && shellFor(visitor.caller.principal).strip.some(({ id }) => id === "credit");
  if (!opens) return children;
  return (
    <>
      <PanelTabs
        label="Credit"
        className="shrink-0 border-b border-line bg-surface px-1 sm:px-3"
        tabs={[
          { href: "/credit", label: "Overview" },
          { href: "/credit/documentation", label: "Documentation" },
        ]}
      />
      {children}
    </>
  );
}
