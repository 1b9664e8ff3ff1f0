import "server-only";
import type { Grant } from "@/lib/platform/authz/grant";
import { assertGrantOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import { sessionOf, stateCalledFor } from "./schedule";
import { versionsFrom } from "./session";
import type { ClockState, MarketState } from "./state";

/** The market's day, as everybody who sees the market may know it. */
export type MarketDay = {
  readonly state: MarketState;
  readonly version: number;
  readonly since: Date;
  /** Why the market is halted, while it is. */
  readonly halt: { readonly reason: string } | null;
  readonly now: Date;
  /** Today's session by the configuration in force; null on a day without trading. */
  readonly today: { readonly preopen: Date; readonly open: Date; readonly close: Date } | null;
  readonly next: { readonly at: Date; readonly state: ClockState } | null;
};

/** Reads the market's day; null before the first session exists. */
export async function readMarketDay(tx: ScopedTx, grant: Grant<"Market.View">): Promise<MarketDay | null> {
  assertGrantOf(tx, grant);
  const session = await tx.marketSession.findUnique({ where: { id: 1 } });
  if (!session) return null;
  const { state, version, since, nextAt, configuration } = session;
  const [current] = await versionsFrom(tx, configuration);
  const now = await databaseTime(tx);
  const halt = state === "suspended" ? await tx.marketTransition.findUnique({ where: { number: version }, select: { reason: true } }) : null;
  return {
    ...{ state, version, since, now },
    halt: halt && { reason: halt.reason ?? "" },
    today: current ? sessionOf(current.schedule, now) : null,
    next: nextAt && { at: nextAt, state: current ? stateCalledFor(current.schedule, nextAt) : "closed" },
  };
}
