import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { controlClass, type Option, Select } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import type { PageAddress, PagePath } from "@/lib/platform/local-path";
import { type Chip, FilterChips } from "./filter-chips";
import { FilterForm } from "./filter-form";

export type FilterSelect = { name: string; label: string; value: string; options: readonly Option[] };

export type FilterBarProps = {
  /** The address of the list, without a query. */
  action: PagePath;
  /** What the search covers: "users by name or e-mail". */
  search?: { name: string; label: string; value: string } | undefined;
  selects?: readonly FilterSelect[] | undefined;
  /** Other parameters to keep in the address, such as the sort order. */
  hidden?: Readonly<Record<string, string | undefined>> | undefined;
  /** Values that are left out of the address, by parameter. */
  usual?: Readonly<Record<string, string>> | undefined;
  chips?: readonly Chip[];
  /** The address without filters; set only while a filter is active. */
  clearHref?: PageAddress | undefined;
  /** Extra controls. */
  children?: ReactNode;
};

/** What a phone folds away, but for the search; wider windows show it in line. */
const FOLDED = "filters";

/** A list's filters, and those in use as chips to remove. The address reproduces the view. */
export function FilterBar({ action, search, selects = [], hidden = {}, usual, chips = [], clearHref, children }: FilterBarProps) {
  const folds = selects.length > 0 || children !== undefined;
  const inUse = chips.length - (search?.value ? 1 : 0);
  const applied = Object.fromEntries([...(search ? [search] : []), ...selects].map(({ name, value }) => [name, value]));
  return (
    <div className="grid gap-2">
      <FilterForm action={action} applied={applied} usual={usual}>
        {search && <SearchInput {...search} />}
        {folds && (
          <Button type="button" icon="filter" popoverTarget={FOLDED} className="sm:hidden">
            Filters{inUse > 0 && ` (${inUse})`}
          </Button>
        )}
        <div id={FOLDED} popover={folds ? "auto" : undefined} className="filters">
          {selects.map(({ value, label, ...select }) => (
            <Select key={select.name} aria-label={label} defaultValue={value} {...select} />
          ))}
          {children}
          <Button>Apply</Button>
        </div>
        {Object.entries(hidden).map(([name, value]) => value !== undefined && <input key={name} type="hidden" name={name} value={value} />)}
      </FilterForm>
      {clearHref ? <FilterChips chips={chips} clearHref={clearHref} /> : <p className="hidden print:block">Not filtered.</p>}
    </div>
  );
}

function SearchInput({ name, label, value }: { name: string; label: string; value: string }) {
  return (
    <span className="relative flex items-center max-sm:min-w-0 max-sm:flex-1 sm:w-64">
      <Icon name="search" className="pointer-events-none absolute left-2.5 text-ink-3" />
      <input
        type="search"
        name={name}
        defaultValue={value}
        aria-label={`Search ${label}`}
        placeholder={`Search ${label}`}
        className={`${controlClass} h-control pl-8`}
      />
    </span>
  );
}
