import type { MarketState } from "./state";

/** The market's name on the record and on pages. */
export const MARKET = { id: "AEX", name: "Aotearoa Energy Exchange" } as const;

/** What a state means, in words. */
export const STATE_TEXTS: Readonly<Record<MarketState, { readonly label: string; readonly means: string }>> = {
  closed: { label: "Closed", means: "No orders are taken." },
  preopen: { label: "Pre-open", means: "Orders are taken, and not yet matched." },
  open: { label: "Open", means: "Orders are taken and matched." },
  suspended: { label: "Suspended", means: "Halted by an operator: nothing trades, and the schedule does not move it." },
};
