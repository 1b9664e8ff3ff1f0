import { cache } from "react";
import { currentVisitor } from "@/lib/adapters/sign-in/visitor";
import { askHref } from "@/lib/domain/support/model";
import { shellFor } from "@/lib/platform/authz/admin-tabs";
import { explain } from "@/lib/platform/authz/explain";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { TextLink } from "../ui/link";

/**
 * The one answer to an address that does not exist, that is not this person's to open, or whose row is somebody else's. It says
 * what the Admin tabs take, which is no secret, and nothing about the address.
 */
export const NotAvailable = () => answer();

// Every page carries this for each layout around it, drawn or not: made once, it is sent once.
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

/** The tabs of the panel that this person does not see, each with what it would take. */
const closedTabs = (principal: UserPrincipal) =>
  shellFor(principal).closed.map(({ tab: { label, href }, decision }) => ({ label, href, explanation: explain(principal, decision) }));
