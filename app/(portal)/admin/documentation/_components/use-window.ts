import { type RefObject, useCallback, useLayoutEffect, useState } from "react";

/** The rows and columns in view, rounded to steps so most key presses render nothing new. */
export type View = { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number };

/** The server's default, as it does not know the window's size. */
const FIRST: View = { top: 0, bottom: 16, left: 0, right: 32 };
const STEP = 2;

const stepped = (start: number, length: number): readonly [number, number] => [Math.floor(start / STEP) * STEP, Math.ceil((start + length) / STEP) * STEP];

/** Tracks the visible part of a scrolled table whose rows, and whose columns, are all the same size. */
export function useWindow(scroller: RefObject<HTMLElement | null>): { view: View; look: () => void } {
  const [view, setView] = useState(FIRST);
  const look = useCallback(() => {
    const area = scroller.current;
    const [corner, heading] = area?.querySelectorAll<HTMLElement>("thead th") ?? [];
    const row = area?.querySelector<HTMLElement>("tbody tr");
    if (!area || !corner || !heading || !row) return;
    // Sticky headings hide the cells under them.
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
