import "server-only";
import type { Access } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import { assertGrantOf, scopeOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { AuditEvent, Prisma } from "@/lib/platform/db/types";
import type { Dated } from "@/lib/platform/lists/dated";
import { MARKET_ZONE } from "@/lib/platform/time/market-clock";
import type { Changes } from "./event";
import { asChanges } from "./row";

/** What happened lately, for pages that tell it in sentences. */

/** The log itself: what happened across every entity, or in one. */
type ReadLog = Grant<"Market.Operate">;

const ROW = {
  id: true,
  at: true,
  action: true,
  actorName: true,
  actorUserId: true,
  targetType: true,
  targetId: true,
  targetLabel: true,
  targetEntityId: true,
  changes: true,
} as const;

/** One change, as far as a sentence tells it. */
export type ChangeRow = Omit<Pick<AuditEvent, keyof typeof ROW>, "changes"> & { readonly changes: Changes | null };

const NEWEST_FIRST = [{ at: "desc" }, { id: "desc" }] as const satisfies Prisma.AuditEventFindManyArgs["orderBy"];

/** Signing in and out is in the log, and no change that anybody looks for here. */
async function changes(tx: ScopedTx, where: Prisma.AuditEventWhereInput, take: number): Promise<readonly ChangeRow[]> {
  const rows = await tx.auditEvent.findMany({
    where: { kind: "change", NOT: { action: { startsWith: "session." } }, ...where },
    orderBy: [...NEWEST_FIRST],
    take,
    select: ROW,
  });
  return rows.map((row) => ({ ...row, changes: asChanges(row.changes) }));
}

/** The latest changes that the log's reader reaches, newest first. */
export function latestChanges(tx: ScopedTx, grant: ReadLog, take: number): Promise<readonly ChangeRow[]> {
  const { entityId } = scopeOf(tx, grant);
  return changes(tx, entityId === null ? {} : { targetEntityId: entityId }, take);
}

/**
 * The latest changes in the entity whose people one may see, by anyone; newest first. What somebody writes to support is theirs and the
 * operators', here as in the entity's activity.
 */
export const changesIn = (tx: ScopedTx, grant: Grant<"Users.View">, take: number): Promise<readonly ChangeRow[]> => {
  const { entity, userId } = grant.principal;
  const shown = [{ targetType: null }, { targetType: { not: "support_request" } }, { actorUserId: userId }];
  return changes(tx, { targetEntityId: scopeOf(tx, grant).entityId ?? entity.id, OR: shown }, take);
};

/** The latest changes of the reader's own account, newest first. */
export const changesAbout = (tx: ScopedTx, { principal }: Grant<Access>, take: number): Promise<readonly ChangeRow[]> =>
  changes(tx, { targetType: "user", targetId: principal.userId }, take);

export type DayOfDecisions = { /** 2026-11-30, by the market's clock. */ readonly day: string; readonly granted: number; readonly refused: number };

/** Decisions about access on each of the last days by the market's clock, today included; the oldest first, days without any too. */
export async function decisionsByDay(tx: ScopedTx, grant: ReadLog, days: number): Promise<readonly DayOfDecisions[]> {
  assertGrantOf(tx, grant);
  return tx.$queryRaw<DayOfDecisions[]>`
    WITH day AS (
      SELECT (now() AT TIME ZONE ${MARKET_ZONE})::date - back AS day FROM generate_series(0, ${days - 1}::int) AS back
    )
    SELECT to_char(day.day, 'YYYY-MM-DD') AS day,
      (count(e.id) FILTER (WHERE e.outcome = 'grant'))::int AS granted,
      (count(e.id) FILTER (WHERE e.outcome = 'deny'))::int AS refused
    FROM day LEFT JOIN audit_event e
      ON e.kind = 'decision' AND e.purpose = 'access'
      AND e.at >= day.day::timestamp AT TIME ZONE ${MARKET_ZONE} AND e.at < (day.day + 1)::timestamp AT TIME ZONE ${MARKET_ZONE}
    GROUP BY day.day ORDER BY day.day`;
}

/** Security alerts of one kind that sign-ins have raised since then, the oldest first. */
export async function signInAlerts(
  tx: ScopedTx,
  grant: ReadLog,
  { action, since, take }: { readonly action: string; readonly since: Date; readonly take: number },
): Promise<readonly Dated[]> {
  assertGrantOf(tx, grant);
  const rows = await tx.auditEvent.findMany({
    where: { kind: "sign_in", action, at: { gt: since } },
    orderBy: [{ at: "asc" }, { id: "asc" }],
    take,
    select: { id: true, actorName: true, at: true },
  });
  return rows.map(({ id, actorName, at }) => ({ id, name: actorName ?? "Unknown person", at }));
}
