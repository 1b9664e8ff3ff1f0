import { DefinitionList } from "@/components/portal/definition-list";
import { TextLink } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import type { Desk } from "@/lib/domain/support";

/** Contacts outside the portal. */
export const Contacts = ({ desk }: { desk: Desk | null }) => (
  <Section title="The exchange's desk" description="For anything too urgent to wait for an answer here.">
    {desk ? (
      <DefinitionList
        items={[
          {
            term: "E-mail",
            detail: <TextLink href={`mailto:${desk.email}`}>{desk.email}</TextLink>,
          },
          {
            term: "Telephone",
            detail: <TextLink href={`tel:${desk.phone.replaceAll(" ", "")}`}>{desk.phone}</TextLink>,
          },
          { term: "Hours", detail: `${desk.from} to ${desk.until} on trading days, New Zealand time` },
        ]}
      />
    ) : (
      <p className="text-ink-3">The market's configuration names no desk yet.</p>
    )}
  </Section>
);
