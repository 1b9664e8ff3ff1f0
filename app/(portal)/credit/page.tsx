import type { Metadata } from "next";
import { PageBody } from "@/components/portal/page-body";
import { TextLink } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import { openPage } from "@/lib/adapters/web/page";
import { creditQuery } from "@/lib/domain/documentation";
import { mayTradeLabel } from "@/lib/domain/documentation/model";
import { listHref } from "@/lib/platform/lists/params";
import { NoCounterparties } from "./documentation/_components/no-counterparties";

export const metadata: Metadata = { title: "Credit" };

const DOCUMENTATION = "/credit/documentation";

/** The own entity's documentation status with its possible counterparties. */
export default async function CreditPage() {
  const { summary, entity, trader } = await openPage(creditQuery, {});
  const facts = [
    { label: mayTradeLabel(trader), count: summary.mayTrade, href: listHref(DOCUMENTATION, { trading: "allowed" }) },
    { label: "Blocked", count: summary.counterparties - summary.mayTrade, href: listHref(DOCUMENTATION, { trading: "blocked" }) },
    { label: "Reminders due", count: summary.due, href: listHref(DOCUMENTATION, { reminder: "due" }) },
  ];
  return (
    <PageBody title="Credit" description={`The documentation status between ${entity.shortName} and its possible counterparties.`}>
      {summary.counterparties === 0 ? (
        <NoCounterparties entity={entity.shortName} />
      ) : (
        <div className="grid items-start gap-4 md:grid-cols-2 xl:grid-cols-3">
          <Section
            title="Documentation"
            description="Two entities may trade when both say that their ISDA documents are in place, and neither is suspended"
            actions={<TextLink href={DOCUMENTATION}>All counterparties</TextLink>}
          >
            <ul className="grid gap-1">
              {facts.map(({ label, count, href }) => (
                <li key={label} className="flex items-baseline justify-between gap-4">
                  <TextLink quiet href={href} className="inline-flex min-h-6 items-center">
                    {label}
                  </TextLink>
                  <span className={count === 0 ? "text-ink-3" : undefined}>{count}</span>
                </li>
              ))}
            </ul>
          </Section>
        </div>
      )}
    </PageBody>
  );
}
