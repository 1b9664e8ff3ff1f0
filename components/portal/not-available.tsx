import { cache } from "react";
import { currentVisitor } from "@/lib/adapters/sign-in/visitor";
import { askHref } from "@/lib/domain/support/model";
import { shellFor } from "@/lib/platform/authz/admin-tabs";
import { explain } from "@/lib/platform/authz/explain";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { TextLink } from "../ui/link";

/**
 * One answer for unknown addresses, refused pages and rows of another entity. It explains what the Admin tabs need, which is no
 * secret, and reveals nothing about the address.
 */
export const NotAvailable = () => answer();

// Next sends this with every layout of every page. Caching it renders and sends it once.
const answer = cache(async () => {
  const visitor = await currentVisitor();
  const principal = visitor.kind === "signed-in" ? visitor.caller.principal : null;
  const closed = principal ? closedTabs(principal) : [];
  return (
    <section className="grid max-w-prose gap-4">
      <h1 className="text-xl font-semibold tracking-tight">Not available to you</h1>
      <p className="text-ink-2">There is nothing here, or nothing that your role opens. Which of the two is not said, so that an address gives nothing away.</p>
      {closed.length > 0 && (
        <>
          <h2 className="font-semibold">Admin tabs that you do not see</h2>
          <ul className="grid gap-2">
            {closed.map(({ label, href, explanation: { needs, scope, remedy, ask } }) => (
              <li key={label}>
                <p className="font-medium">{label}</p>
                <p className="text-sm text-ink-3">
                  Needs {needs}, for {scope}. {remedy}{" "}
                  {ask && (
                    <TextLink href={askHref(ask, href)} aria-label={`Ask for access to ${label}`}>
                      Ask for access
                    </TextLink>
                  )}
                </p>
              </li>
            ))}
          </ul>
        </>
      )}
      <p>
        <TextLink href="/access">See everything that your role opens</TextLink>
      </p>
    </section>
  );
});

/** The tabs hidden from this user, with the permission each needs. */
const closedTabs = (principal: UserPrincipal) =>
  shellFor(principal).closed.map(({ tab: { label, href }, decision }) => ({ label, href, explanation: explain(principal, decision) }));
