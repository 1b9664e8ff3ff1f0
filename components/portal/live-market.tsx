"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import type { MarketMessage } from "@/lib/adapters/web/live/standing";
import { isTyping } from "./live-typing";
import { MarketStateBadge } from "./market-state";

export type MarketNow = MarketMessage;

/** The market's state at page load, updated by live events. */
export function useMarket(drawn: MarketNow): MarketNow {
  const [heard, setHeard] = useState(drawn);
  useEffect(() => {
    const hear = (event: Event) => {
      if (event instanceof CustomEvent) setHeard(event.detail);
    };
    addEventListener("market", hear);
    return () => removeEventListener("market", hear);
  }, []);
  return heard.version > drawn.version ? heard : drawn;
}

/**
 * The market's live state. Pages about the market refresh with it; every page does when a halt begins or ends, as the
 * banner's reason and contact come from the server. Never refreshes over the user's input.
 */
export function LiveMarket({ market }: { market: MarketNow }) {
  const { state, version } = useMarket(market);
  const router = useRouter();

  useEffect(() => {
    if (version === market.version || isTyping()) return;
    const drawn = document.querySelector("[data-market-version]")?.getAttribute("data-market-version");
    const isOld = drawn !== null && drawn !== undefined && drawn !== String(version);
    const halts = (state === "suspended") !== (market.state === "suspended");
    if (isOld || halts) router.refresh();
  }, [state, version, market, router]);

  return (
    <span aria-live="polite">
      <MarketStateBadge state={state} named />
    </span>
  );
}
