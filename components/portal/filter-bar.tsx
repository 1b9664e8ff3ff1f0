import Form from "next/form";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { DocumentLink } from "@/components/ui/document-link";
import { controlClass, type Option, Select } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import type { PageAddress } from "@/lib/platform/local-path";

export type FilterSelect = { name: string; label: string; value: string; options: readonly Option[] };

export type FilterBarProps = {
  /** The address of the list, without a query. */
  action: string;
  /** What the search covers: "users by name or e-mail". */
  search?: { name: string; label: string; value: string } | undefined;
  selects?: readonly FilterSelect[] | undefined;
  /** Other parameters to keep in the address, such as the sort order. */
  hidden?: Readonly<Record<string, string | undefined>> | undefined;
  /** The address without filters; set only while a filter is active. */
  clearHref?: PageAddress | undefined;
  /** Extra controls. */
  children?: ReactNode;
};

/** A list's filters as a GET form, so the address reproduces the view. */
export function FilterBar({ action, search, selects = [], hidden = {}, clearHref, children }: FilterBarProps) {
  // Key the form by its applied values, or typed text would survive Back and Clear.
  const applied = JSON.stringify([search?.value, ...selects.map((select) => select.value)]);
  return (
    <Form key={applied} action={action} scroll={false} role="search" autoComplete="off" className="flex flex-wrap items-center gap-2">
      {search && <SearchInput {...search} />}
      {selects.map(({ value, label, ...select }) => (
        <Select key={select.name} aria-label={label} defaultValue={value} className="max-sm:min-w-36 max-sm:flex-1" {...select} />
      ))}
      {Object.entries(hidden).map(([name, value]) => value !== undefined && <input key={name} type="hidden" name={name} value={value} />)}
      {children}
      <Button>Apply</Button>
      {clearHref && (
        <DocumentLink href={clearHref} className="inline-flex h-control items-center gap-1 rounded-sm px-2 text-ink-2 hover:bg-hover hover:text-ink">
          <Icon name="x" size="sm" />
          Clear
        </DocumentLink>
      )}
    </Form>
  );
}

function SearchInput({ name, label, value }: { name: string; label: string; value: string }) {
  return (
    <span className="relative flex items-center max-sm:w-full sm:w-64">
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
