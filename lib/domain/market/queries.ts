import "server-only";
import { z } from "zod";
import { doorOf } from "@/lib/platform/authz/admin-tabs";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import { assertGrantOf, transactionOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import type { MarketTransition } from "@/lib/platform/db/types";
import { env } from "@/lib/platform/env";
import { PAGE_SIZE, type Page } from "@/lib/platform/lists/keyset";
import { listedNumber } from "@/lib/platform/lists/params";
import { query } from "@/lib/platform/operations/query";
import { consider } from "@/lib/platform/unit-of-work/authorize";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { isAhead, isTooFarBehind } from "./replay";
import { stateCalledFor } from "./schedule";
import { sessionTime, versionsFrom } from "./session";
import type { ClockState, MarketState } from "./state";

/** There is one market: the grant proves the right to operate it, and narrows nothing. */
type Operate = Grant<"Market.Operate">;

export type SessionView = {
  readonly state: MarketState;
  readonly version: number;
  readonly since: Date;
  /** The state the schedule calls for now, and the next one. */
  readonly called: ClockState;
  readonly next: { readonly at: Date; readonly state: ClockState } | null;
  /** The halt in force. */
  readonly halt: Pick<MarketTransition, "byName" | "reason"> | null;
  /** The number of the configuration behind the schedule; 0 for none. */
  readonly configuration: number;
  /** When the session is ahead of the clock: until when the schedule is paused. */
  readonly aheadUntil: Date | null;
  /** Whether the backlog is too long for the schedule to replay without a person. */
  readonly tooFarBehind: boolean;
};

/** The present session; null when its row is missing, which an engine reset repairs. */
export async function readSession(tx: ScopedTx, grant: Operate): Promise<SessionView | null> {
  assertGrantOf(tx, grant);
  const session = await tx.marketSession.findUnique({ where: { id: 1 } });
  if (!session) return null;
  const { state, version, since, through, nextAt, configuration } = session;
  const versions = await versionsFrom(tx, configuration);
  const [current] = versions;
  const called = (at: Date) => (current ? stateCalledFor(current.schedule, at) : "closed");
  const halt = state === "suspended" ? await tx.marketTransition.findUnique({ where: { number: version }, select: { byName: true, reason: true } }) : null;
  const clock = await databaseTime(tx);
  return {
    ...{ state, version, since, halt, configuration },
    called: called(sessionTime(through, clock)),
    next: nextAt && { at: nextAt, state: called(nextAt) },
    aheadUntil: isAhead(session, clock) ? through : null,
    tooFarBehind: isTooFarBehind(session, versions, clock),
  };
}

/** The people a halt or resumption affects now, across all entities. Runs outside any other transaction. */
export function countAffected(grant: Operate): Promise<{ readonly entities: number; readonly people: number }> {
  transactionOf(grant);
  const { SESSION_IDLE_MINUTES } = env();
  return inSystem(async (tx) => {
    const [row] = await tx.$queryRaw<{ entities: number; people: number }[]>`
      SELECT (SELECT count(*)::int FROM entity WHERE status = 'active') AS entities, count(DISTINCT user_id)::int AS people
      FROM session WHERE ended_at IS NULL AND expires_at > now() AND last_seen_at > now() - make_interval(mins => ${SESSION_IDLE_MINUTES}::int)`;
    return row ?? { entities: 0, people: 0 };
  });
}

/** Where a page of transitions starts: at the first one older, or the last one newer, than this number. */
export const transitionListParams = z.strictObject({ older: listedNumber, newer: listedNumber });

/**
 * One page of the session's transitions, the newest first. `next` and `previous` are the numbers for `older`
 * and `newer`.
 */
export async function listTransitions(
  tx: ScopedTx,
  grant: Operate,
  { older, newer }: z.infer<typeof transitionListParams>,
  size = PAGE_SIZE,
): Promise<Page<MarketTransition>> {
  assertGrantOf(tx, grant);
  const back = newer !== undefined;
  const found = await tx.marketTransition.findMany({
    where: { number: back ? { gt: newer } : older !== undefined ? { lt: older } : {} },
    orderBy: { number: back ? "asc" : "desc" },
    take: size + 1,
  });
  const more = found.length > size;
  const kept = found.slice(0, size);
  const rows = back ? kept.toReversed() : kept;
  const numberOf = (row: MarketTransition | undefined) => (row ? String(row.number) : null);
  return {
    rows,
    next: back || more ? numberOf(rows.at(-1)) : null,
    previous: (back ? more : older !== undefined) ? numberOf(rows[0]) : null,
  };
}

/** The market's operations page: the session, its transitions, and whether the reader may open diagnostics. */
export const marketQuery = query({
  name: "market.operations",
  ...doorOf("market"),
  input: transitionListParams,
  read: async ({ tx, grant, input }) => ({
    session: await readSession(tx, grant),
    page: await listTransitions(tx, grant, input),
    diagnoses: consider(tx, "Market.Operate", EVERY_ENTITY).outcome === "grant",
  }),
});

/**
 * What halting and resuming show first. The grant goes with it: the people affected are counted across all entities,
 * once this transaction is over.
 */
export const marketStepQuery = query({
  name: "market.step",
  ...doorOf("market"),
  input: z.strictObject({}),
  read: async ({ tx, grant }) => ({ session: await readSession(tx, grant), grant }),
});

/** What an engine reset shows first: the session, and the transition it would be rebuilt from. */
export const resetFormQuery = query({
  name: "market.resetForm",
  ...doorOf("diagnostics"),
  input: z.strictObject({}),
  read: async ({ tx, grant }) => ({ session: await readSession(tx, grant), last: (await listTransitions(tx, grant, {}, 1)).rows[0] }),
});
