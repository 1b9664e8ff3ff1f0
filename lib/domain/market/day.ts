import "server-only";
import type { Grant } from "@/lib/platform/authz/grant";
import { assertGrantOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
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

/** Reads the market's day at that time; null before the first session exists. */
export async function readMarketDay(tx: ScopedTx, grant: Grant<"Market.View">, now: Date): Promise<MarketDay | null> {
  assertGrantOf(tx, grant);
  const session = await tx.marketSession.findUnique({ where: { id: 1 } });
  if (!session) return null;
  const { state, version, since, nextAt, configuration } = session;
  const [current] = await versionsFrom(tx, configuration);
  return {
    ...{ state, version, since, now },
    halt: state === "suspended" ? await reasonOf(tx, version) : null,
    today: current ? sessionOf(current.schedule, now) : null,
    // A halted market follows no schedule.
    next: state !== "suspended" && nextAt ? { at: nextAt, state: current ? stateCalledFor(current.schedule, nextAt) : "closed" } : null,
  };
}

/** The halt in force; null when there is none. */
export async function readHalt(tx: ScopedTx, grant: Grant<"Market.View">): Promise<{ readonly since: Date; readonly reason: string } | null> {
  assertGrantOf(tx, grant);
  const session = await tx.marketSession.findUnique({ where: { id: 1 }, select: { state: true, since: true, version: true } });
  return session?.state === "suspended" ? { since: session.since, ...(await reasonOf(tx, session.version)) } : null;
}

async function reasonOf(tx: ScopedTx, version: number): Promise<{ readonly reason: string }> {
  const halt = await tx.marketTransition.findUnique({ where: { number: version }, select: { reason: true } });
  return { reason: halt?.reason ?? "" };
}
