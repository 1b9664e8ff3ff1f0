import "server-only";
import { z } from "zod";
import type { Access } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { Requester } from "@/lib/platform/authz/principal";
import { assertGrantOf, scopeOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { AuditEvent, Entity, Prisma, User } from "@/lib/platform/db/types";
import { indexed } from "@/lib/platform/lists/fold";
import type { Changes } from "./event";
import type { ReadLog } from "./log";
import { type AuditDetail, asChanges, REST, ROW, rowOf } from "./row";

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

/** The log of an entity is what was done to it, by anyone. */
function within(tx: ScopedTx, grant: ReadLog): Prisma.AuditEventWhereInput[] {
  const { entityId } = scopeOf(tx, grant);
  return entityId === null ? [] : [{ targetEntityId: entityId }];
}

/** One row with everything that it holds; null when the grant does not reach it or it does not exist. */
export async function getAuditEvent(tx: ScopedTx, grant: ReadLog, id: string): Promise<AuditDetail | null> {
  const event = await tx.auditEvent.findFirst({ where: { AND: [...within(tx, grant), { id }] }, select: { ...ROW, ...REST } });
  return event && rowOf(event);
}

export type Actor = Pick<User, "id" | "displayName" | "role"> & { readonly entity: Pick<Entity, "shortName"> };

const ACTOR = { id: true, displayName: true, role: true, entity: { select: { shortName: true } } } as const;
const MOST_PEOPLE = 20;
const isId = (text: string): boolean => z.uuid().safeParse(text).success;

/** People whose name or address contains `name`, and those with one of these ids: the first of them. */
export async function peopleNamed(tx: ScopedTx, grant: ReadLog, name: string, take = MOST_PEOPLE): Promise<Actor[]> {
  const named = isId(name) ? { id: name } : { searched: indexed(name) };
  return tx.user.findMany({ where: { AND: [...scopeOf(tx, grant).where, named] }, orderBy: [{ displayName: "asc" }, { id: "asc" }], take, select: ACTOR });
}

/** What entities are called, by id; those that are not visible are left out. */
export async function entityNames(tx: ScopedTx, grant: ReadLog, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { entityId } = scopeOf(tx, grant);
  const reached = entityId === null ? [] : [{ id: entityId }];
  const found = await tx.entity.findMany({ where: { AND: [...reached, { id: { in: [...new Set(ids)] } }] }, select: { id: true, shortName: true } });
  return new Map(found.map(({ id, shortName }) => [id, shortName]));
}
