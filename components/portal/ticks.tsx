"use client";

import { type MouseEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";

/**
 * A list whose rows can be ticked: one, a range with Shift, or all of the page. While any is, a bar says how many are and what can be
 * done to them. Without scripts the ticks work, and the page's own controls act on them.
 */
export function Ticks({ acts, children }: { acts: ReactNode; children: ReactNode }) {
  const list = useRef<HTMLDivElement>(null);
  const last = useRef<HTMLInputElement>(null);
  const [counted, setCounted] = useState({ ticked: 0, of: 0 });

  const all = () => [...(list.current?.querySelectorAll<HTMLInputElement>("tbody input[type=checkbox]") ?? [])];
  const count = () => {
    const ticks = all();
    const ticked = ticks.filter(({ checked }) => checked).length;
    setCounted({ ticked, of: ticks.length });
    for (const head of list.current?.querySelectorAll<HTMLInputElement>(".tick-all") ?? []) {
      head.checked = ticked > 0 && ticked === ticks.length;
      head.indeterminate = ticked > 0 && ticked < ticks.length;
    }
  };
  const set = (ticks: readonly HTMLInputElement[], checked: boolean) => {
    for (const tick of ticks) tick.checked = checked;
    count();
  };
  // The browser's Back brings ticks back before this runs.
  useEffect(count, []);

  const click = ({ target, shiftKey }: MouseEvent) => {
    if (!(target instanceof HTMLInputElement) || target.type !== "checkbox") return;
    if (target.classList.contains("tick-all")) return set(all(), target.checked);
    const ticks = all();
    const [from, to] = [last.current ? ticks.indexOf(last.current) : -1, ticks.indexOf(target)].toSorted((a, b) => a - b);
    last.current = target;
    if (shiftKey && from !== undefined && from >= 0) return set(ticks.slice(from, (to ?? 0) + 1), target.checked);
    count();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: listens for its checkboxes, which a key clicks too
    <div ref={list} onClick={click} className="grid grid-cols-[minmax(0,1fr)] gap-2">
      {children}
      <section
        aria-label="Selected rows"
        hidden={counted.ticked === 0}
        className="sticky bottom-2 z-20 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border border-line-strong bg-raised px-3 py-2 shadow-pop print:hidden"
      >
        <p role="status" className="font-medium">
          {counted.ticked} of {counted.of} selected
        </p>
        {acts}
        <span className="ml-auto flex gap-2">
          <Button type="button" size="sm" variant="quiet" onClick={() => set(all(), true)}>
            Select all {counted.of}
          </Button>
          <Button type="button" size="sm" variant="quiet" onClick={() => set(all(), false)}>
            Clear
          </Button>
        </span>
      </section>
    </div>
  );
}
