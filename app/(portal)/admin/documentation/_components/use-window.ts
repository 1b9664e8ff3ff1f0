import { type RefObject, useCallback, useLayoutEffect, useState } from "react";

/** The rows and columns to draw: those in sight, in steps, so that most keys draw nothing new and none draws much. */
export type View = { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number };

/** What the server draws, not knowing how large the window is. */
const FIRST: View = { top: 0, bottom: 16, left: 0, right: 32 };
const STEP = 2;

const stepped = (start: number, length: number): readonly [number, number] => [Math.floor(start / STEP) * STEP, Math.ceil((start + length) / STEP) * STEP];

/** Follows a scrolled table all of whose rows and headings are there, with one size each. */
export function useWindow(scroller: RefObject<HTMLElement | null>): { view: View; look: () => void } {
  const [view, setView] = useState(FIRST);
  const look = useCallback(() => {
    const area = scroller.current;
    const [corner, heading] = area?.querySelectorAll<HTMLElement>("thead th") ?? [];
    const row = area?.querySelector<HTMLElement>("tbody tr");
    if (!area || !corner || !heading || !row) return;
    // What lies under the headings is not seen.
    const [top, bottom] = stepped(area.scrollTop / row.offsetHeight, (area.clientHeight - corner.offsetHeight) / row.offsetHeight);
    const [left, right] = stepped(area.scrollLeft / heading.offsetWidth, (area.clientWidth - corner.offsetWidth) / heading.offsetWidth);
    setView((now) => (now.top === top && now.bottom === bottom && now.left === left && now.right === right ? now : { top, bottom, left, right }));
  }, [scroller]);
  useLayoutEffect(() => {
    look();
    addEventListener("resize", look);
    return () => removeEventListener("resize", look);
  }, [look]);
  return { view, look };
}
