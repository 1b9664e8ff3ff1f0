"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect } from "react";
import { Icon } from "@/components/ui/icon";
import { type MarketNow, useMarket } from "./live-market";
import { isTyping } from "./live-typing";

/** Shown across the window while the market is suspended, following live events. `details` are as of page load. */
export function SuspensionBanner({ market, details }: { market: MarketNow; details: ReactNode }) {
  const now = useMarket(market);
  const router = useRouter();
  const isNews = now.version !== market.version;

  // The reason and the contact come from the server. Never refresh over the user's input.
  useEffect(() => {
    if (isNews && !isTyping()) router.refresh();
  }, [isNews, router]);

  return (
    <div aria-live="polite">
      {now.state === "suspended" && (
        <div className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 border-b border-danger-line bg-danger-soft px-4 py-2 text-ink sm:px-6">
          <Icon name="octagon-x" className="self-center text-danger" />
          <strong className="font-semibold">The market is suspended.</strong>
          <span>{isNews || !details ? "Nothing trades." : details}</span>
        </div>
      )}
    </div>
  );
}
