import type { MarketState } from "./state";

/** What the market is called on the record and on pages. */
export const MARKET = { id: "AEX", name: "Aotearoa Energy Exchange" } as const;

/** What a state means, for a person. */
export const STATE_TEXTS: Readonly<Record<MarketState, { readonly label: string; readonly means: string }>> = {
  closed: { label: "Closed", means: "No orders are taken." },
  preopen: { label: "Pre-open", means: "Orders are taken, and not yet matched." },
  open: { label: "Open", means: "Orders are taken and matched." },
  suspended: { label: "Suspended", means: "Halted by an operator: nothing trades, and the schedule does not move it." },
};
