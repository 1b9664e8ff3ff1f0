import type { PageAddress } from "@/lib/platform/local-path";
import { cx } from "./cx";
import { PageLink } from "./page-link";
import { VisuallyHidden } from "./visually-hidden";

export type Tab = {
  href: PageAddress;
  label: string;
  current?: boolean | undefined;
  /** A count, shown beside the label. */
  count?: number | undefined;
  /** What is counted, for screen readers. */
  countOf?: string | undefined;
};

/** The badge has room for two digits. */
const MOST = 99;

/** Tabs as links, so each has an address. The strip scrolls sideways when it overflows, starting at the current tab. */
export function TabStrip({
  label,
  tabs,
  small,
  className,
}: {
  label: string;
  tabs: readonly Tab[];
  /** A second strip, below another. */
  small?: boolean | undefined;
  className?: string | undefined;
}) {
  return (
    <nav aria-label={label} className={cx("relative overflow-x-auto scroll-px-24 [scrollbar-width:none]", className)}>
      <ul className="flex w-max">
        {tabs.map((tab) => (
          <li key={tab.href} className={cx(tab.current && "[scroll-initial-target:nearest]")}>
            <TabLink {...tab} small={small} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

function TabLink({ href, label, current, count, countOf, small }: Tab & { small: boolean | undefined }) {
  return (
    <PageLink
      href={href}
      aria-current={current ? "page" : undefined}
      className={cx(
        "flex items-center gap-1.5 border-b-2 px-3 font-medium whitespace-nowrap -outline-offset-2",
        small ? "h-9" : "h-10",
        current ? "border-accent text-ink" : "border-transparent text-ink-3 hover:text-ink forced-colors:border-[Canvas]",
      )}
    >
      {label}
      {count !== undefined && (
        <span className="rounded-sm bg-sunken px-1 text-xs text-ink-2">
          {count > MOST ? `${MOST}+` : count}
          {countOf && <VisuallyHidden> {countOf}</VisuallyHidden>}
        </span>
      )}
    </PageLink>
  );
}
