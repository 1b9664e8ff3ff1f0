"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import type { MarketMessage } from "@/lib/adapters/web/live/standing";
import { isTyping } from "./live-typing";
import { MarketStateBadge } from "./market-state";

export type MarketNow = MarketMessage;

/** The market as of now: as it was drawn with the page, and followed from then on. */
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

/** The market's state as of now. Pages about the market follow along. */
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
