import { Icon } from "@/components/ui/icon";
import { PageLink } from "@/components/ui/page-link";
import type { PageAddress } from "@/lib/platform/local-path";

/** A filter in use, and the list's address without it. */
export type Chip = { readonly label: string; readonly value: string; readonly href: PageAddress };

/** The filters in use, each with a link that removes it, and one that removes them all. */
export const FilterChips = ({ chips, clearHref }: { chips: readonly Chip[]; clearHref: PageAddress }) => (
  <ul aria-label="Filters in use" className="flex flex-wrap items-center gap-1.5">
    {chips.map(({ label, value, href }) => (
      <li key={`${label} ${value}`}>
        <PageLink href={href} scroll={false} className="chip" aria-label={`Remove the filter ${label}: ${value}`}>
          <span className="text-ink-3">{label}</span> <bdi className="max-w-48 truncate">{value}</bdi>
          <Icon name="x" size="sm" />
        </PageLink>
      </li>
    ))}
    <li className="print:hidden">
      <PageLink
        href={clearHref}
        scroll={false}
        className="inline-flex min-h-6 items-center rounded-sm px-1.5 text-ink-2 underline underline-offset-2 hover:text-ink"
      >
        Clear
      </PageLink>
    </li>
  </ul>
);
