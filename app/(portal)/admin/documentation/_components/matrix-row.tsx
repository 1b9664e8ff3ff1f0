import { memo } from "react";
import { STATUS_LABELS } from "@/components/portal/documentation";
import { cx } from "@/components/ui/cx";
import { DocumentLink } from "@/components/ui/document-link";
import type { MatrixParty, MatrixRow } from "@/lib/domain/documentation";
import { statusOfLetter, tradingSentence } from "@/lib/domain/documentation/model";
import type { DocumentationState } from "@/lib/platform/db/types";

/** Signs are distinct without colour; the legend explains them. */
export const SIGNS: Record<DocumentationState, string> = { no_docs: "–", pending: "…", docs_in_place: "✓", suspended: "✕" };

const looks: Record<DocumentationState, string> = {
  no_docs: "text-ink-3",
  pending: "bg-info-soft text-info",
  docs_in_place: "bg-positive-soft text-positive",
  suspended: "bg-danger-soft text-danger",
};

export const Sign = ({ status }: { status: DocumentationState }) => (
  <span aria-hidden="true" className={`inline-block h-6 w-5 text-center leading-6 ${looks[status]}`}>
    {SIGNS[status]}
  </span>
);

/** Describes both directions, and whether the two may trade. */
export function cellSentence(row: MatrixRow, column: MatrixParty, place: number): string {
  if (row.code === column.code) return `${row.shortName} itself.`;
  const says = { name: row.shortName, status: statusOfLetter(row.says[place]), entityStatus: row.status };
  const hears = { name: column.shortName, status: statusOfLetter(row.hears[place]), entityStatus: column.status };
  return `${row.shortName} about ${column.shortName}: ${STATUS_LABELS[says.status]}. ${column.shortName} about ${row.shortName}: ${STATUS_LABELS[hears.status]}. ${tradingSentence(says, hears)}`;
}

/** The id of a cell's element; −1 is the row or column of headings. */
export const cellId = (row: number, column: number): string => `cell-${row}-${column}`;

type LineProps = {
  row: MatrixRow;
  index: number;
  columns: readonly MatrixParty[];
  /** The columns to render; none when the row is out of view. */
  from: number;
  until: number;
  /** The column whose cell is in the tab order. */
  active: number | null;
};

/**
 * One entity's row. The heading is always rendered, cells only in view, and one wide cell replaces the rest. Headings out of view
 * are not sticky: two hundred sticky ones would dominate each frame.
 */
export const MatrixLine = memo(function MatrixLine({ row, index, columns, from, until, active }: LineProps) {
  return (
    <tr aria-rowindex={index + 2} className="h-6">
      <th scope="row" className={cx("border-r border-b border-line-strong bg-sunken p-0 text-left font-medium", from < until && "sticky left-0 z-10")}>
        <DocumentLink
          id={cellId(index, -1)}
          href={`/admin/documentation/list?entity=${row.code}`}
          tabIndex={active === -1 ? 0 : -1}
          title={row.status === "active" ? row.shortName : `${row.shortName}, suspended`}
          className={cx("block truncate px-2 text-sm leading-6 -outline-offset-2 hover:text-accent hover:underline", row.status !== "active" && "line-through")}
        >
          {row.code}
        </DocumentLink>
      </th>
      {from > 0 && <td colSpan={from} className="border-b border-line" />}
      {columns.slice(from, until).map((column, offset) => (
        <Cell key={column.code} row={row} column={column} place={from + offset} index={index} active={active === from + offset} />
      ))}
      {until < columns.length && <td colSpan={columns.length - until} className="border-b border-line" />}
    </tr>
  );
});

/** One link with one text node, because a frame renders a thousand of them. Its colours are in globals.css. */
type CellProps = { row: MatrixRow; column: MatrixParty; place: number; index: number; active: boolean };

function Cell({ row, column, place, index, active }: CellProps) {
  const [says, hears] = [statusOfLetter(row.says[place]), statusOfLetter(row.hears[place])];
  const focus = { id: cellId(index, place), tabIndex: active ? 0 : -1, "aria-label": cellSentence(row, column, place) };
  return (
    <td aria-colindex={place + 2} className="border-r border-b border-line p-0">
      {row.code === column.code ? (
        <span role="img" {...focus} className="block h-6 bg-line -outline-offset-2" />
      ) : (
        <DocumentLink
          {...focus}
          href={`/admin/documentation/${row.code}_${column.code}`}
          className={cx(`pair-cell says-${says} hears-${hears}`, (row.status !== "active" || column.status !== "active") && "suspended")}
        >
          {`${SIGNS[says]} ${SIGNS[hears]}`}
        </DocumentLink>
      )}
    </td>
  );
}
