"use client";

import { type KeyboardEvent, type RefObject, type SyntheticEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { DocumentLink } from "@/components/ui/document-link";
import type { Matrix } from "@/lib/domain/documentation";
import { moved, type Place } from "./matrix-moves";
import { cellId, cellSentence, MatrixLine } from "./matrix-row";
import { useWindow } from "./use-window";

/** The cell that an event came from. */
function placeOf({ target }: SyntheticEvent): Place | null {
  const [, row, column] = (target instanceof Element ? target.closest("[id^=cell-]")?.id : undefined)?.match(/^cell-(-?\d+)-(-?\d+)$/) ?? [];
  return row && column ? { row: Number(row), column: Number(column) } : null;
}

/** Tracks the active cell. Moving it moves the focus and scrolls it into view. */
function useActivePlace({ columns, rows }: Matrix, scroller: RefObject<HTMLElement | null>, look: () => void) {
  const [active, setActive] = useState<Place>({ row: 0, column: 0 });
  const focusNext = useRef(false);

  const go = (place: Place) => {
    focusNext.current = true;
    setActive(place);
  };

  // Coming back from a pair returns to the cell it was opened from.
  useEffect(() => {
    const [row, column] = location.hash.slice(1).split("_");
    const place = { row: rows.findIndex(({ code }) => code === row), column: columns.findIndex(({ code }) => code === column) };
    if (place.row < 0 || place.column < 0) return;
    focusNext.current = true;
    setActive(place);
  }, [rows, columns]);

  useLayoutEffect(() => {
    if (!focusNext.current || !scroller.current) return;
    reveal(scroller.current, active);
    look();
    const cell = document.getElementById(cellId(active.row, active.column));
    if (!cell) return;
    focusNext.current = false;
    cell.focus({ preventScroll: true });
  });

  return { active, setActive, go };
}

/**
 * Every pair at once, up to 20,000. All headings are in the document; cells are rendered only in view. Arrow keys, Home, End,
 * Page Up and Page Down move between cells, Enter opens one, and the address keeps the active cell.
 */
export function MatrixGrid({ columns, rows }: Matrix) {
  const scroller = useRef<HTMLElement>(null);
  const { view, look } = useWindow(scroller);
  const { active, setActive, go } = useActivePlace({ columns, rows }, scroller, look);
  const [told, setTold] = useState<Place | null>(null);

  const onKeyDown = (event: KeyboardEvent) => {
    const to = event.altKey || event.metaKey ? null : moved(active, event.key, event.ctrlKey, { rows: rows.length, columns: columns.length });
    if (!to) return;
    event.preventDefault();
    go(to);
  };

  const tell = (event: SyntheticEvent) => setTold(placeOf(event));
  const onFocus = (event: SyntheticEvent) => {
    const place = placeOf(event);
    if (place) setActive(place);
    setTold(place);
  };
  const onClick = (event: SyntheticEvent) => {
    const place = placeOf(event);
    const [row, column] = [rows[place?.row ?? -1], columns[place?.column ?? -1]];
    if (row && column) history.replaceState(history.state, "", `#${row.code}_${column.code}`);
  };

  return (
    <div className="grid gap-2">
      <section
        ref={scroller}
        aria-label="Matrix of documentation"
        onScroll={look}
        className="relative isolate max-h-[70dvh] overflow-auto overscroll-contain rounded-md border border-line bg-surface [contain:content]"
      >
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells are reached by arrow keys is a grid.
          role="grid"
          aria-label="What each two entities record about each other: the row’s side first, then the column’s"
          aria-rowcount={rows.length + 1}
          aria-colcount={columns.length + 1}
          onKeyDown={onKeyDown}
          onFocus={onFocus}
          onPointerOver={tell}
          onClick={onClick}
          className="w-px table-fixed border-separate border-spacing-0"
        >
          <Headings columns={columns} active={active.row === -1 ? active.column : null} />
          <tbody>
            {rows.map((row, index) => {
              const seen = index >= view.top && index < view.bottom;
              return (
                <MatrixLine
                  key={row.code}
                  row={row}
                  index={index}
                  columns={columns}
                  from={seen ? Math.min(view.left, columns.length) : columns.length}
                  until={seen ? Math.min(view.right, columns.length) : columns.length}
                  active={active.row === index ? active.column : null}
                />
              );
            })}
          </tbody>
        </table>
      </section>
      <Told matrix={{ columns, rows }} place={told} />
    </div>
  );
}

/** One heading per column, each a link to that entity's records; `active` is the column of the active cell. */
function Headings({ columns, active }: Pick<Matrix, "columns"> & { active: number | null }) {
  return (
    <thead className="sticky top-0 z-20">
      <tr aria-rowindex={1}>
        <th
          scope="col"
          className="sticky left-0 z-10 w-24 border-r border-b border-line-strong bg-sunken px-2 pb-1 text-left align-bottom text-xs font-normal text-ink-3"
        >
          says about →
        </th>
        {columns.map((column, place) => (
          <th key={column.code} scope="col" className="h-28 w-[41px] border-r border-b border-line-strong bg-sunken p-0 align-bottom font-medium">
            <DocumentLink
              id={cellId(-1, place)}
              href={`/admin/documentation/list?entity=${column.code}`}
              tabIndex={active === place ? 0 : -1}
              title={column.shortName}
              className="block h-28 rotate-180 py-2 text-left text-sm leading-10 -outline-offset-2 [writing-mode:vertical-rl] hover:text-accent hover:underline"
            >
              {column.code}
            </DocumentLink>
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** Scrolls a cell into view, clear of the sticky headings. */
function reveal(area: HTMLElement, { row, column }: Place): void {
  const corner = area.querySelector<HTMLElement>("thead th");
  const line = area.querySelector<HTMLElement>(`tbody tr:nth-child(${row + 1})`);
  const heading = area.querySelector<HTMLElement>(`thead th:nth-child(${column + 2})`);
  if (!corner) return;
  const nearest = (start: number, size: number, at: number, room: number) => Math.min(Math.max(at, start + size - room), start);
  if (line && row >= 0)
    area.scrollTop = nearest(line.offsetTop - corner.offsetHeight, line.offsetHeight, area.scrollTop, area.clientHeight - corner.offsetHeight);
  if (heading && column >= 0)
    area.scrollLeft = nearest(heading.offsetLeft - corner.offsetWidth, heading.offsetWidth, area.scrollLeft, area.clientWidth - corner.offsetWidth);
}

/** Describes the hovered or focused cell. Screen readers already get this as the cell's name. */
function Told({ matrix: { columns, rows }, place }: { matrix: Matrix; place: Place | null }) {
  const row = rows[place?.row ?? -1];
  const column = columns[place?.column ?? -1];
  return (
    <p aria-hidden="true" className="min-h-10 text-ink-2 sm:min-h-5">
      {row && column && place ? cellSentence(row, column, place.column) : "Point at a cell, or move with the arrow keys, to read it in words. Enter opens it."}
    </p>
  );
}
