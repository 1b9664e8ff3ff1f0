import type { ReactNode } from "react";
import { TextLink } from "@/components/ui/link";
import { RowHeader, type SortDirection, SortHeader, Table, TD, TH, THead, TR } from "@/components/ui/table";
import { VisuallyHidden } from "@/components/ui/visually-hidden";

export type Column<Row> = {
  key: string;
  header: string;
  /** Heard, not seen: for a column of buttons. */
  headerHidden?: boolean | undefined;
  cell: (row: Row) => ReactNode;
  /** May the list be ordered by it? Needs `sortHref`. */
  sort?: boolean | undefined;
  numeric?: boolean | undefined;
  /** Names the row, and carries its link. Best the first column. */
  primary?: boolean | undefined;
  className?: string | undefined;
};

export type Sort = { key: string; direction: SortDirection };

export type DataTableProps<Row> = {
  /** What the table lists; heard, not seen. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Where a row leads; the link sits on the primary column. */
  rowHref?: ((row: Row) => string | undefined) | undefined;
  sort?: Sort | undefined;
  /** The address of this list in another order. */
  sortHref?: ((sort: Sort) => string) | undefined;
  /** Shown in place of the table when there are no rows. */
  empty?: ReactNode;
};

export function DataTable<Row>({ caption, columns, rows, rowKey, rowHref, sort, sortHref, empty }: DataTableProps<Row>) {
  if (rows.length === 0 && empty) return empty;
  return (
    <Table label={caption}>
      <THead>
        <tr>
          {columns.map((column) => (
            <Heading key={column.key} column={column} sort={sort} sortHref={sortHref} />
          ))}
        </tr>
      </THead>
      <tbody>
        {rows.map((row) => (
          <TR key={rowKey(row)}>
            {columns.map((column) => (
              <Cell key={column.key} column={column} row={row} href={rowHref?.(row)} />
            ))}
          </TR>
        ))}
      </tbody>
    </Table>
  );
}

/** Descending only where the list is already in ascending order of that column. */
const nextSort = (key: string, current: Sort | undefined): Sort => ({
  key,
  direction: current?.key === key && current.direction === "asc" ? "desc" : "asc",
});

function Heading<Row>({ column, sort, sortHref }: { column: Column<Row> } & Pick<DataTableProps<Row>, "sort" | "sortHref">) {
  const { key, numeric, className } = column;
  const header = column.headerHidden ? <VisuallyHidden>{column.header}</VisuallyHidden> : column.header;
  if (!column.sort || !sortHref) {
    return (
      <TH numeric={numeric} className={className}>
        {header}
      </TH>
    );
  }
  const direction = sort?.key === key ? sort.direction : undefined;
  return (
    <SortHeader numeric={numeric} className={className} direction={direction} href={sortHref(nextSort(key, sort))}>
      {header}
    </SortHeader>
  );
}

function Cell<Row>({ column, row, href }: { column: Column<Row>; row: Row; href: string | undefined }) {
  const { numeric, className, primary } = column;
  if (!primary) {
    return (
      <TD numeric={numeric} className={className}>
        {column.cell(row)}
      </TD>
    );
  }
  return (
    <RowHeader numeric={numeric} className={className}>
      {href ? (
        <TextLink quiet href={href} className="-my-0.5 block py-0.5">
          {column.cell(row)}
        </TextLink>
      ) : (
        column.cell(row)
      )}
    </RowHeader>
  );
}
