"use client";

import type { ReactNode } from "react";
import { Icon } from "@/components/ui/icon";
import { type MarketNow, useMarket } from "./live-market";

/** Shown across the window while the market is suspended, following live events. `details` are as of page load. */
export function SuspensionBanner({ market, details }: { market: MarketNow; details: ReactNode }) {
  const now = useMarket(market);
  return (
    <div aria-live="polite">
      {now.state === "suspended" && (
        <div className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 border-b border-danger-line bg-danger-soft px-4 py-2 text-ink sm:px-6">
          <Icon name="octagon-x" className="self-center text-danger" />
          <strong className="font-semibold">The market is suspended.</strong>
          <span className="min-w-0 wrap-anywhere">{now.version !== market.version || !details ? "Nothing trades." : details}</span>
        </div>
      )}
    </div>
  );
}
