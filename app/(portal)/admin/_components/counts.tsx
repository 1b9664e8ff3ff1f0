import { TextLink } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import { MOST } from "@/lib/domain/overview";
import type { PageAddress } from "@/lib/platform/local-path";

export type CountsProps = {
  title: string;
  /** Whose they are. */
  description: string;
  href: PageAddress;
  counts: readonly { label: string; count: number; href: PageAddress }[];
};

/** How many there are of each kind, each leading to the list of just these. */
export const Counts = ({ title, description, href, counts }: CountsProps) => (
  <Section title={title} description={description} actions={<TextLink href={href}>All {title.toLowerCase()}</TextLink>}>
    <ul className="grid gap-1">
      {counts.map(({ label, count, href }) => (
        <li key={label} className="flex items-baseline justify-between gap-4">
          <TextLink quiet href={href} className="inline-flex min-h-6 items-center">
            {label}
          </TextLink>
          <span className={count === 0 ? "text-ink-3" : undefined}>{count > MOST ? `${MOST.toLocaleString("en-NZ")}+` : count}</span>
        </li>
      ))}
    </ul>
  </Section>
);
