import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import { PageLink } from "@/components/ui/page-link";
import { type SortDirection, SortHeader, Table } from "@/components/ui/table";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import type { PageAddress } from "@/lib/platform/local-path";

export type Column<Row> = {
  key: string;
  header: ReactNode;
  /** For screen readers only, such as above a column of buttons. */
  headerHidden?: boolean | undefined;
  cell: (row: Row) => ReactNode;
  /** Whether the list can be sorted by it. Needs `sortHref`. */
  sort?: boolean | undefined;
  numeric?: boolean | undefined;
  /** Names the row and holds its link. Usually the first column. */
  primary?: boolean | undefined;
  /** Whether a phone shows it, below the name. */
  card?: boolean | undefined;
  className?: string | undefined;
};

export type Sort = { key: string; direction: SortDirection };

export type DataTableProps<Row> = {
  /** What the table lists; for screen readers only. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** A row's page, linked from the primary column. */
  rowHref?: ((row: Row) => PageAddress | undefined) | undefined;
  sort?: Sort | undefined;
  /** The list's address in another order. */
  sortHref?: ((sort: Sort) => PageAddress) | undefined;
  /** A tick before each row: the form it belongs to, its name and value, and what it selects. */
  tick?: { readonly form: string; readonly name: string; readonly of: (row: Row) => { value: string; label: string } } | undefined;
  /** A button after each row that opens the list's `RowMenu`: the row's id and name, and the acts that fit it. */
  menu?: ((row: Row) => { id: string; label: string; acts: readonly string[] }) | undefined;
  /** Shown instead of the table when there are no rows. */
  empty?: ReactNode;
};

export function DataTable<Row>({ caption, columns: of, rows, rowKey, rowHref, sort, sortHref, tick, menu, empty }: DataTableProps<Row>) {
  const columns = [...(tick ? [tickColumn(tick)] : []), ...of, ...(menu ? [menuColumn(menu)] : [])];
  if (rows.length === 0 && empty) return empty;
  return (
    <Table label={caption}>
      <thead>
        <tr>{columns.map((column) => heading(column, sort, sortHref))}</tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)}>{columns.map((column) => cell(column, row, rowHref))}</tr>
        ))}
      </tbody>
    </Table>
  );
}

const tickColumn = <Row,>({ form, name, of }: NonNullable<DataTableProps<Row>["tick"]>): Column<Row> => ({
  key: "tick",
  header: <input type="checkbox" aria-label="Select all on this page" className="tick-all checkbox size-4 rounded-sm align-middle" />,
  cell: (row) => {
    const { value, label } = of(row);
    return <input type="checkbox" form={form} name={name} value={value} aria-label={`Select ${label}`} className="checkbox size-4 rounded-sm align-middle" />;
  },
  card: true,
  className: "tick",
});

const menuColumn = <Row,>(of: NonNullable<DataTableProps<Row>["menu"]>): Column<Row> => ({
  key: "menu",
  header: "Acts",
  headerHidden: true,
  cell: (row) => {
    const { id, label, acts } = of(row);
    if (acts.length === 0) return null;
    return (
      <button type="button" popoverTarget="row-menu" data-id={id} data-acts={acts.join(" ")} aria-label={`What can be done with ${label}`} className="row-menu">
        <Icon name="ellipsis" />
      </button>
    );
  },
  card: true,
  className: "menu",
});

// Plain functions: a component per cell would be created and serialised hundreds of times a page.

const classOf = ({ numeric, card, className }: Pick<Column<never>, "numeric" | "card" | "className">) =>
  cx(numeric && "numeric", card && "card", className) || undefined;

/** Descending only when the list is already sorted by that column, ascending. */
const nextSort = (key: string, current: Sort | undefined): Sort => ({
  key,
  direction: current?.key === key && current.direction === "asc" ? "desc" : "asc",
});

function heading<Row>(column: Column<Row>, sort: Sort | undefined, sortHref: DataTableProps<Row>["sortHref"]) {
  const { key } = column;
  const header = column.headerHidden ? <VisuallyHidden>{column.header}</VisuallyHidden> : column.header;
  if (!column.sort || !sortHref) {
    return (
      <th key={key} scope="col" className={classOf(column)}>
        {header}
      </th>
    );
  }
  const direction = sort?.key === key ? sort.direction : undefined;
  return (
    <SortHeader key={key} className={classOf(column)} direction={direction} href={sortHref(nextSort(key, sort))}>
      {header}
    </SortHeader>
  );
}

function cell<Row>(column: Column<Row>, row: Row, rowHref: DataTableProps<Row>["rowHref"]) {
  const { key, primary } = column;
  const content = column.cell(row);
  if (!primary) {
    return (
      <td key={key} className={classOf(column)}>
        {content}
      </td>
    );
  }
  const href = rowHref?.(row);
  return (
    <th key={key} scope="row" className={classOf(column)}>
      {href ? <PageLink href={href}>{content}</PageLink> : content}
    </th>
  );
}
