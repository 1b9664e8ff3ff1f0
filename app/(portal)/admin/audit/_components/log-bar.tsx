import { Button, LinkButton } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { controlClass } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { PageLink } from "@/components/ui/page-link";
import { MenuLink, MenuSeparator, PopoverMenu } from "@/components/ui/popover-menu";
import { MOST_CHARACTERS, PRESETS, type Search, termOf, WORDS, withTerms, writeSearch } from "@/lib/domain/audit/model";
import { AUDIT_PATH, changedHref, presetOf } from "./log-address";

/** The one line that searches the log, its time presets, and filters to choose from: beside the heading, so that the list begins high on the page. */
export const LogBar = ({ search, zone }: { search: Search; zone: string }) => (
  <>
    <search className="w-full xl:w-104">
      <form action={AUDIT_PATH} autoComplete="off" className="flex gap-2">
        <span className="relative flex min-w-0 flex-1 items-center">
          <Icon name="search" className="pointer-events-none absolute left-2.5 text-ink-3" />
          <input
            type="search"
            name="q"
            // Drawn anew where the address says something else.
            key={writeSearch(search)}
            defaultValue={writeSearch(search)}
            maxLength={MOST_CHARACTERS}
            spellCheck={false}
            autoCapitalize="off"
            aria-label="Search the audit log"
            placeholder="Search, or filter: by:mele outcome:refused since:7d"
            className={`${controlClass} h-control pl-8`}
          />
        </span>
        <Button>Search</Button>
      </form>
    </search>
    <Presets search={search} zone={zone} />
    <FilterMenu search={search} />
  </>
);

const Presets = ({ search, zone }: { search: Search; zone: string }) => (
  <nav aria-label="Time range" className="flex flex-wrap items-center gap-1">
    {[{ value: null, label: "All time" }, ...PRESETS].map(({ value, label }) => {
      const isCurrent = value === null ? termOf(search, "since") === undefined && termOf(search, "until") === undefined : presetOf(search) === value;
      return (
        <PageLink
          key={label}
          href={changedHref(search, { since: value, until: null })}
          scroll={false}
          aria-current={isCurrent ? "true" : undefined}
          className={cx(
            "inline-flex h-control items-center rounded-sm border px-2 hover:bg-hover",
            isCurrent ? "border-line-strong bg-raised font-medium text-ink" : "border-transparent text-ink-2",
          )}
        >
          {label}
        </PageLink>
      );
    })}
    <PopoverMenu id="range-menu" label="Custom">
      <form action={AUDIT_PATH} className="grid w-64 gap-2 p-2">
        <input type="hidden" name="q" value={writeSearch(withTerms(search, { since: null, until: null }))} />
        <Minute name="from" label="From" />
        <Minute name="to" label="To" />
        <p className="text-sm text-ink-3">Times in {zone}. Both minutes are included.</p>
        <Button>Show this range</Button>
      </form>
    </PopoverMenu>
  </nav>
);

const Minute = ({ name, label }: { name: "from" | "to"; label: string }) => (
  <label className="grid gap-1 text-ink-2">
    {label}
    <input type="datetime-local" name={name} min="2000-01-01T00:00" max="2999-12-31T23:59" className={`${controlClass} h-control`} />
  </label>
);

const COMMON = [
  ["Refused only", { outcome: "refused" }],
  ["Changes", { kind: "change" }],
  ["Sign-ins", { kind: "sign-in" }],
  ["What I did", { by: "me" }],
  ["What the portal did", { by: "portal" }],
  ["With page views", { show: "views" }],
] as const;

const FilterMenu = ({ search }: { search: Search }) => (
  <PopoverMenu id="filter-menu" label="Filters" icon="filter">
    {COMMON.map(([label, change]) => (
      <MenuLink key={label} href={changedHref(search, change)}>
        {label}
      </MenuLink>
    ))}
    <MenuSeparator />
    <div className="grid gap-1 px-2 py-1 text-sm text-ink-3">
      <p>Type filters into the search:</p>
      <ul className="grid gap-0.5 font-mono text-ink-2">
        {Object.values(WORDS).map((example) => (
          <li key={example}>{example}</li>
        ))}
      </ul>
    </div>
  </PopoverMenu>
);

/** Offered where a search is too much for the log. */
export const Narrower = ({ search }: { search: Search }) => (
  <ul className="flex flex-wrap gap-2">
    {PRESETS.slice(1).map(({ value, label }) => (
      <li key={value}>
        <LinkButton size="sm" href={changedHref(search, { since: value, until: null })}>
          Last {label}
        </LinkButton>
      </li>
    ))}
    <li>
      <LinkButton size="sm" href={changedHref(search, { outcome: "refused" })}>
        Refused only
      </LinkButton>
    </li>
    <li>
      <LinkButton size="sm" href={changedHref(search, { kind: "change" })}>
        Changes only
      </LinkButton>
    </li>
  </ul>
);
