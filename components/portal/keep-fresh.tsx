"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { isTyping } from "./live-typing";

/** Milliseconds to the first refresh; it doubles while nothing changes. */
const FIRST = 1_500;
/** Refreshes without a change, so that a page left open does not keep its user signed in. */
const MOST = 6;

/**
 * Refreshes the page while work in the background goes on; `mark` changes as it does. Without scripts the browser
 * reloads the page.
 */
export function KeepFresh({ mark }: { mark: string }) {
  const router = useRouter();
  const seen = useRef("");
  useEffect(() => {
    let timer = 0;
    // A new mark starts over.
    seen.current = mark;
    const refreshAfter = (pause: number, left: number) => {
      timer = window.setTimeout(() => {
        if (!isTyping()) router.refresh();
        if (left > 1) refreshAfter(pause * 2, left - 1);
      }, pause);
    };
    refreshAfter(FIRST, MOST);
    return () => clearTimeout(timer);
  }, [mark, router]);
  return (
    <noscript>
      <meta httpEquiv="refresh" content="4" />
    </noscript>
  );
}
