import type { ReactNode } from "react";
import type { Counted, Page } from "@/lib/platform/lists/keyset";
import { listHref } from "@/lib/platform/lists/params";
import type { PagePath } from "@/lib/platform/local-path";
import { DataTable, type DataTableProps, type Sort } from "./data-table";
import { EmptyState } from "./empty-state";
import { FilterBar, type FilterBarProps, type FilterSelect } from "./filter-bar";
import type { Chip } from "./filter-chips";
import { PageBody } from "./page-body";
import type { PageHeaderProps } from "./page-header";
import { Pager } from "./pager";
import { type RowAct, RowMenu } from "./row-menu";

/** What the list's address says, by parameter. */
export type ListParams = Readonly<Record<string, string | undefined>>;

export type ListPageProps<Row> = PageHeaderProps &
  Pick<DataTableProps<Row>, "columns" | "rowKey" | "rowHref" | "sort" | "tick" | "menu"> & {
    path: PagePath;
    params: ListParams;
    page: Page<Row>;
    /** What the rows are: "users". */
    of: string;
    /** What the search covers: "name or e-mail". */
    search?: string | undefined;
    selects?: readonly FilterSelect[];
    /** Filters without a select, such as a time: what each is called, and how its value reads. */
    others?: readonly { readonly name: string; readonly label: string; readonly value?: string | undefined }[];
    /** Parameters that say how the list looks, not what is in it: they stay when the filters are cleared. */
    look?: readonly string[];
    usual?: FilterBarProps["usual"];
    /** Extra controls of the filters, and the parameters that they hold. */
    controls?: ReactNode;
    controlled?: readonly string[];
    /** The acts of the rows' menu. */
    acts?: readonly RowAct[];
    /** How many there are on all pages, or that there are more than so many. */
    total?: Counted | null | undefined;
    /** What the table is called; for screen readers only. */
    caption?: string;
    /** After the list. */
    children?: ReactNode;
    /** Between the heading and the filters. */
    before?: ReactNode;
    /** Between the filters and the list. */
    notes?: ReactNode;
    /** Shown when nothing is there, and when nothing matches. */
    none: ReactNode;
    noMatch: string;
    /** Shown instead where the filters ask for what is not this person's to see. */
    notYours?: ReactNode;
    /** What the list stands in, such as a form that its ticks belong to. */
    around?: ((list: ReactNode) => ReactNode) | undefined;
  };

const SORT = ["sort", "direction"];

/** A page about many things: its filters, the filters in use, the rows and the way to more of them. All of its state is in the address. */
export function ListPage<Row>(props: ListPageProps<Row>) {
  const {
    path,
    params: all,
    page,
    of,
    search,
    selects = [],
    others = [],
    look = SORT,
    usual,
    controls,
    controlled = [],
    before,
    notes,
    none,
    noMatch,
    notYours,
    around = (list) => list,
    caption,
    total,
    children,
    ...rest
  } = props;
  const { columns, rowKey, rowHref, sort, tick, menu, acts, ...header } = rest;
  const { cursor, ...params } = all;
  const href = (change: Readonly<Record<string, string | null>>) => listHref(path, { ...params, ...change });
  const filters = Object.keys(params).filter((name) => params[name] !== undefined && !look.includes(name));
  const kept = Object.fromEntries(Object.entries(params).filter(([name]) => look.includes(name)));
  const cleared = listHref(path, kept);
  const shown = new Set(["q", ...selects.map(({ name }) => name), ...controlled]);
  const hidden = Object.fromEntries(Object.entries(params).filter(([name]) => !shown.has(name)));
  const empty = notYours || (filters.length > 0 || cursor ? <EmptyState kind="no-match" title={noMatch} clearHref={cleared} /> : none);
  const list = (
    <>
      <DataTable
        caption={caption ?? `${of.charAt(0).toUpperCase()}${of.slice(1)}`}
        columns={columns}
        rows={page.rows}
        rowKey={rowKey}
        rowHref={rowHref}
        sort={sort}
        sortHref={sort && (({ key, direction }: Sort) => href({ sort: key, direction }))}
        tick={tick}
        menu={menu}
      />
      {menu && acts && <RowMenu acts={acts} />}
      <Pager page={page} of={of} total={total} href={(at) => href({ cursor: at })} />
    </>
  );
  return (
    <PageBody {...header}>
      {before}
      <FilterBar
        action={path}
        search={search === undefined ? undefined : { name: "q", label: search, value: params.q ?? "" }}
        selects={selects}
        hidden={hidden}
        usual={usual}
        chips={chipsOf({ params, selects, others }, (name) => href({ [name]: null }))}
        clearHref={filters.length > 0 ? cleared : undefined}
      >
        {controls}
      </FilterBar>
      {notes}
      {page.rows.length === 0 ? empty : around(list)}
      {children}
    </PageBody>
  );
}

type Filters = { readonly params: ListParams; readonly selects: readonly FilterSelect[]; readonly others: NonNullable<ListPageProps<never>["others"]> };

const chipsOf = ({ params, selects, others }: Filters, without: (name: string) => Chip["href"]): readonly Chip[] => [
  ...(params.q ? [{ label: "Search", value: params.q, href: without("q") }] : []),
  ...selects.flatMap(({ name, label, value, options }) => {
    const chosen = value && options.find((option) => option.value === value);
    return chosen ? [{ label, value: chosen.label, href: without(name) }] : [];
  }),
  ...others.flatMap(({ name, label, value }) => (params[name] ? [{ label, value: value ?? params[name], href: without(name) }] : [])),
];
