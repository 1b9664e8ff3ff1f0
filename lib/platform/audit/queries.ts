import "server-only";
import type { Access } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { Requester } from "@/lib/platform/authz/principal";
import { assertGrantOf, scopeOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { AuditEvent, Entity, Prisma, User } from "@/lib/platform/db/types";
import { indexed } from "@/lib/platform/lists/fold";
import { keysetPage, keysetQuery, type Page, readCursor } from "@/lib/platform/lists/keyset";
import type { Changes } from "./event";
import { type AuditListParams, auditFilters, cannotMatch, leadingFilter, timeFilters } from "./list";
import { searchAudit } from "./search-plan";

export type HistoryEntry = Pick<
  AuditEvent,
  "id" | "at" | "action" | "actorKind" | "actorName" | "actorLogin" | "actorRole" | "targetLabel" | "reason" | "requestId"
> & {
  readonly changes: Changes | null;
};

/** The latest changes of one thing, newest first: who, when, from what to what, and why. */
export async function historyOf(
  tx: ScopedTx,
  grant: Grant<Access, Requester>,
  target: { type: string; id: string },
  take = 25,
): Promise<readonly HistoryEntry[]> {
  assertGrantOf(tx, grant);
  const rows = await tx.auditEvent.findMany({
    where: { kind: "change", targetType: target.type, targetId: target.id },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take,
    select: {
      id: true,
      at: true,
      action: true,
      actorKind: true,
      actorName: true,
      actorLogin: true,
      actorRole: true,
      targetLabel: true,
      reason: true,
      requestId: true,
      changes: true,
    },
  });
  return rows.map((row) => ({ ...row, changes: asChanges(row.changes) }));
}

/** Stored changes as they were written; null where there are none. */
export const asChanges = (stored: unknown): Changes | null =>
  stored !== null && typeof stored === "object" && !Array.isArray(stored) ? (stored as Changes) : null;

/** The log itself: what happened across every entity, or in one. */
type ReadLog = Grant<"Market.Operate">;

const ROW = {
  id: true,
  at: true,
  kind: true,
  purpose: true,
  actorName: true,
  actorKind: true,
  actorLogin: true,
  actorRole: true,
  globalUsed: true,
  permission: true,
  action: true,
  targetEntityId: true,
  targetType: true,
  targetLabel: true,
  outcome: true,
  reasonCode: true,
  result: true,
  changes: true,
  reason: true,
} as const;

const REST = {
  actorUserId: true,
  actorOid: true,
  clientId: true,
  actorEntityId: true,
  targetId: true,
  requestId: true,
  sessionId: true,
  sourceAddress: true,
  userAgent: true,
} as const;

export type AuditRow = Omit<Pick<AuditEvent, keyof typeof ROW>, "changes"> & { readonly changes: Changes | null };
export type AuditDetail = AuditRow & Pick<AuditEvent, keyof typeof REST>;

const NEWEST_FIRST = { field: "at", direction: "desc" } as const;

/** The log of an entity is what was done to it, by anyone. */
function within(tx: ScopedTx, grant: ReadLog): Prisma.AuditEventWhereInput[] {
  const { entityId } = scopeOf(tx, grant);
  return entityId === null ? [] : [{ targetEntityId: entityId }];
}

/** One page of the log, newest first; `zone` is whose clock the times in `params` are of. */
export async function listAudit(tx: ScopedTx, grant: ReadLog, params: AuditListParams, zone: string): Promise<Page<AuditRow>> {
  if (cannotMatch(params)) return { rows: [], next: null, previous: null };
  const cursor = readCursor(params.cursor, "date");
  const back = cursor?.back ?? false;
  const { where: beyond, orderBy, take } = keysetQuery(NEWEST_FIRST, cursor);
  const { q, ...others } = params;
  const where = [...within(tx, grant), ...timeFilters(params, zone), ...auditFilters(others), ...beyond];
  // A filter's own index is read in its order where the filter leads it.
  const leading = Object.keys(leadingFilter(params) ?? {}).map((field) => ({ [field]: back ? ("desc" as const) : ("asc" as const) }));
  const ordered = [...leading, ...orderBy];
  const find = (search: readonly Prisma.AuditEventWhereInput[]) =>
    tx.auditEvent.findMany({ where: { AND: [...where, ...search] }, orderBy: ordered, take, select: ROW });
  const found = q ? await searchAudit(tx, { q, where, orderBy: ordered, back, take }, find) : await find([]);
  const rows = found.map((row) => ({ ...row, changes: asChanges(row.changes) }));
  return keysetPage(rows, cursor, (row) => row.at);
}

/** One row with everything that it holds; null when the grant does not reach it or it does not exist. */
export async function getAuditEvent(tx: ScopedTx, grant: ReadLog, id: string): Promise<AuditDetail | null> {
  const event = await tx.auditEvent.findFirst({ where: { AND: [...within(tx, grant), { id }] }, select: { ...ROW, ...REST } });
  return event && { ...event, changes: asChanges(event.changes) };
}

export type Actor = Pick<User, "id" | "displayName" | "role"> & { readonly entity: Pick<Entity, "shortName"> };

const ACTOR = { id: true, displayName: true, role: true, entity: { select: { shortName: true } } } as const;
const MOST_PEOPLE = 20;

/** People whose name or address contains `name`, to filter the log by: the first twenty. */
export const peopleNamed = (tx: ScopedTx, grant: ReadLog, name: string): Promise<Actor[]> =>
  tx.user.findMany({
    where: { AND: [...scopeOf(tx, grant).where, { searched: indexed(name) }] },
    orderBy: [{ displayName: "asc" }, { id: "asc" }],
    take: MOST_PEOPLE,
    select: ACTOR,
  });

/** Who a filter names; null for somebody who is not visible. */
export const personById = (tx: ScopedTx, grant: ReadLog, id: string): Promise<Actor | null> =>
  tx.user.findFirst({ where: { AND: [...scopeOf(tx, grant).where, { id }] }, select: ACTOR });

/** What entities are called, by id; those that are not visible are left out. */
export async function entityNames(tx: ScopedTx, grant: ReadLog, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { entityId } = scopeOf(tx, grant);
  const reached = entityId === null ? [] : [{ id: entityId }];
  const found = await tx.entity.findMany({ where: { AND: [...reached, { id: { in: [...new Set(ids)] } }] }, select: { id: true, shortName: true } });
  return new Map(found.map(({ id, shortName }) => [id, shortName]));
}
