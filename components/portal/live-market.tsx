"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import type { MarketMessage } from "@/lib/adapters/web/live/standing";
import { isTyping } from "./live-typing";
import { MarketStateBadge } from "./market-state";

export type MarketNow = MarketMessage;

/** The market's state as of now: drawn with the page, and followed from then on. Pages about the market follow along. */
export function LiveMarket({ market }: { market: MarketNow }) {
  const [heard, setHeard] = useState(market);
  const router = useRouter();

  useEffect(() => {
    const hear = (event: Event) => {
      if (!(event instanceof CustomEvent)) return;
      const now: MarketMessage = event.detail;
      setHeard(now);
      const drawn = document.querySelector("[data-market-version]")?.getAttribute("data-market-version");
      if (drawn && drawn !== String(now.version) && !isTyping()) router.refresh();
    };
    addEventListener("market", hear);
    return () => removeEventListener("market", hear);
  }, [router]);

  const { state } = heard.version > market.version ? heard : market;
  return (
    <span aria-live="polite">
      <MarketStateBadge state={state} named />
    </span>
  );
}
