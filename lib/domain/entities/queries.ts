import "server-only";
import { z } from "zod";
import { doorOf } from "@/lib/platform/authz/admin-tabs";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import { scopeOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Entity, Prisma } from "@/lib/platform/db/types";
import { containing } from "@/lib/platform/lists/fold";
import { keysetPage, keysetQuery, type Order, type Page, readCursor } from "@/lib/platform/lists/keyset";
import { id } from "@/lib/platform/operations/input";
import { query } from "@/lib/platform/operations/query";
import { authorize, consider } from "@/lib/platform/unit-of-work/authorize";
import { type ENTITY_SORTS, type EntityListParams, entityListParams } from "./schema";

type ViewEntities = Grant<"Entity.View">;

export type EntityRow = Pick<Entity, "id" | "code" | "legalName" | "shortName" | "status" | "createdAt"> & { readonly users: number };
export type EntityDetail = Pick<Entity, "id" | "code" | "legalName" | "shortName" | "status" | "statusReason" | "version" | "createdAt" | "updatedAt"> & {
  readonly users: number;
  readonly activeUsers: number;
};

const ROW = { id: true, code: true, legalName: true, shortName: true, status: true, createdAt: true } as const;

export const entityOrder = (params: EntityListParams): Order<(typeof ENTITY_SORTS)[number]> => ({
  field: params.sort ?? "legalName",
  direction: params.direction ?? "asc",
});

function within(tx: ScopedTx, grant: ViewEntities): Prisma.EntityWhereInput[] {
  const { entityId } = scopeOf(tx, grant);
  return entityId === null ? [] : [{ id: entityId }];
}

/** One page of the entities within the grant, each with its number of users. */
export async function listEntities(tx: ScopedTx, grant: ViewEntities, params: EntityListParams): Promise<Page<EntityRow>> {
  const order = entityOrder(params);
  const cursor = readCursor(params.cursor, order.field === "createdAt" ? "date" : "text");
  const { where, orderBy, take } = keysetQuery(order, cursor);
  const filters: Prisma.EntityWhereInput[] = [...within(tx, grant), ...where];
  if (params.status) filters.push({ status: params.status });
  if (params.q) filters.push({ searched: containing(params.q) });
  const found = await tx.entity.findMany({ where: { AND: filters }, orderBy, take, select: ROW });
  const page = keysetPage(found, cursor, (row) => row[order.field]);
  const counts = await userCounts(
    tx,
    page.rows.map(({ id }) => id),
  );
  return { ...page, rows: page.rows.map((row) => ({ ...row, users: counts.get(row.id) ?? 0 })) };
}

async function userCounts(tx: ScopedTx, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const groups = await tx.user.groupBy({ by: ["entityId"], where: { entityId: { in: [...ids] } }, _count: { _all: true } });
  return new Map(groups.map((group) => [group.entityId, group._count._all]));
}

/** One entity; null when it is outside the grant or does not exist. */
export async function getEntity(tx: ScopedTx, grant: ViewEntities, id: string): Promise<EntityDetail | null> {
  const entity = await tx.entity.findFirst({
    where: { AND: [...within(tx, grant), { id }] },
    select: { ...ROW, statusReason: true, version: true, updatedAt: true },
  });
  if (!entity) return null;
  const groups = await tx.user.groupBy({ by: ["status"], where: { entityId: id }, _count: { _all: true } });
  const users = groups.reduce((sum, group) => sum + group._count._all, 0);
  return { ...entity, users, activeUsers: groups.find(({ status }) => status === "active")?._count._all ?? 0 };
}

/** An entity for a form, for those who may change it. */
function readEntityToChange(tx: ScopedTx, grant: ViewEntities, entity: string): Promise<EntityDetail | null> {
  authorize(tx, "Entity.Manage", EVERY_ENTITY);
  return getEntity(tx, grant, entity);
}

/** The list of entities, and whether the reader may create one. */
export const entityListQuery = query({
  name: "entities.list",
  ...doorOf("entities"),
  input: entityListParams,
  read: async ({ tx, grant, input }) => ({
    page: await listEntities(tx, grant, input),
    mayCreate: consider(tx, "Entity.Manage", EVERY_ENTITY).outcome === "grant",
  }),
});

/** For those who may create one: nothing is read before. */
export const newEntityQuery = query({
  name: "entities.new",
  ...doorOf("entities"),
  input: z.strictObject({}),
  read: async ({ tx }) => authorize(tx, "Entity.Manage", EVERY_ENTITY) !== null,
});

/** One entity, to be changed. */
export const entityToChangeQuery = query({
  name: "entities.toChange",
  ...doorOf("entities"),
  input: z.strictObject({ id }),
  read: ({ tx, grant, input }) => readEntityToChange(tx, grant, input.id),
});
