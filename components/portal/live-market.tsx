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

/** The market's live state. Pages about the market refresh with it. */
export function LiveMarket({ market }: { market: MarketNow }) {
  const { state, version } = useMarket(market);
  const router = useRouter();

  useEffect(() => {
    const drawn = document.querySelector("[data-market-version]")?.getAttribute("data-market-version");
    if (version !== market.version && drawn && drawn !== String(version) && !isTyping()) router.refresh();
  }, [version, market.version, router]);

  return (
    <span aria-live="polite">
      <MarketStateBadge state={state} named />
    </span>
  );
}
