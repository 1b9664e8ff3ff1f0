import { cache } from "react";
import { currentVisitor } from "@/lib/adapters/sign-in/visitor";
import { askHref } from "@/lib/domain/support/model";
import { refusedPageAt, shellFor } from "@/lib/platform/authz/admin-tabs";
import { type Explanation, explain } from "@/lib/platform/authz/explain";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { PageAddress } from "@/lib/platform/local-path";
import { LinkButton } from "../ui/button";
import { TextLink } from "../ui/link";
import { OnlyAt } from "./only-at";

/**
 * The answer for unknown addresses, refused pages and rows of another entity. A page of the portal is no secret, so it is named with
 * what it needs and who decides. Everything else is answered alike, and reveals nothing about the address.
 */
export const NotAvailable = () => answer();

type Closed = { readonly label: string; readonly href: PageAddress; readonly explanation: Explanation };

// Next sends this with every layout of every page. Caching it renders and sends it once.
const answer = cache(async () => {
  const visitor = await currentVisitor();
  if (visitor.kind === "signed-out") return unnamed([]);
  const { path } = visitor;
  const { principal } = visitor.caller;
  const page = refusedPageAt(principal, path);
  const neutral = unnamed(closedTabs(principal));
  if (!page) return neutral;
  const { label, href } = page.page;
  return (
    <OnlyAt path={path} otherwise={neutral}>
      {named({ label, href, explanation: explain(principal, page.decision) }, opensTo(principal))}
    </OnlyAt>
  );
});

// Plain functions: a component would be drawn, and sent, each time that the cached answer is.

const named = ({ label, href, explanation }: Closed, opens: readonly { href: PageAddress; label: string }[]) => (
  <section className="grid max-w-prose justify-items-start gap-4">
    <h1 className="text-xl font-semibold tracking-tight">{label} is not open to you</h1>
    <p>{explanation.sentence}</p>
    <p className="text-ink-2">
      Needs {explanation.needs}, for {explanation.scope}. {explanation.remedy}
    </p>
    {explanation.ask && <LinkButton href={askHref(explanation.ask, href)}>Ask for access</LinkButton>}
    <h2 className="font-semibold">What is open to you</h2>
    <ul className="flex flex-wrap gap-x-4 gap-y-1">
      {opens.map((one) => (
        <li key={one.href}>
          <TextLink href={one.href}>{one.label}</TextLink>
        </li>
      ))}
    </ul>
  </section>
);

const unnamed = (closed: readonly Closed[]) => (
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

/** The tabs hidden from this user, with the permission each needs. */
const closedTabs = (principal: UserPrincipal): readonly Closed[] =>
  shellFor(principal).closed.map(({ tab: { label, href }, decision }) => ({ label, href, explanation: explain(principal, decision) }));

function opensTo(principal: UserPrincipal): readonly { href: PageAddress; label: string }[] {
  const { strip, places } = shellFor(principal);
  const pages = [{ href: "/" as const, label: "Home" }, ...strip, ...places.flatMap(({ href, label, below }) => [{ href, label }, ...below])];
  return [...new Map(pages.map(({ href, label }) => [href, { href, label }])).values()];
}
