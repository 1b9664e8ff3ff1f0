import { currentVisitor } from "@/lib/auth/visitor";
import { ADMIN_TABS, decidePage } from "@/lib/authz/admin-tabs";
import { explain } from "@/lib/authz/explain";
import { TextLink } from "../ui/link";

/**
 * The one answer to an address that does not exist, that is not this person's to open, or whose row is somebody else's. It says
 * what the Admin tabs take, which is no secret, and nothing about the address.
 */
export async function NotAvailable() {
  const visitor = await currentVisitor();
  const principal = visitor.kind === "signed-in" ? visitor.caller.principal : null;
  return (
    <section className="grid max-w-prose gap-4">
      <h1 className="text-xl font-semibold tracking-tight">Not available to you</h1>
      <p className="text-ink-2">There is nothing here, or nothing that your role opens. Which of the two is not said, so that an address gives nothing away.</p>
      {principal && (
        <>
          <h2 className="font-semibold">What the Admin tabs take</h2>
          <ul className="grid gap-2">
            {ADMIN_TABS.map((tab) => {
              const decision = decidePage(principal, tab);
              const { needs, scope, remedy } = explain(principal, decision);
              return (
                <li key={tab.id} className="grid">
                  <span>
                    {decision.outcome === "grant" ? <TextLink href={tab.href}>{tab.label}</TextLink> : <span className="font-medium">{tab.label}</span>}
                  </span>
                  <span className="text-sm text-ink-3">{decision.outcome === "grant" ? "Open to you." : `Needs ${needs}, for ${scope}. ${remedy ?? ""}`}</span>
                </li>
              );
            })}
          </ul>
        </>
      )}
      <p>
        <TextLink href="/access">See everything that your role opens</TextLink>
      </p>
    </section>
  );
}
