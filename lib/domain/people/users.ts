import "server-only";
import { ENTITY_NAME, type EntityName } from "@/lib/domain/entities";
import type { Grant } from "@/lib/platform/authz/grant";
import type { Permission } from "@/lib/platform/authz/permissions";
import { countsAsGlobal, principalOf, type UserStatus } from "@/lib/platform/authz/principal";
import { scopeOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Entity, Prisma, User } from "@/lib/platform/db/types";
import { env } from "@/lib/platform/env";
import { type Counted, type Cursor, countUpTo, keysetPage, keysetQuery, type Order, PAGE_SIZE, type Page, readCursor } from "@/lib/platform/lists/keyset";
import { narrowedTo, usersWhere } from "./filters";
import { type HeldPermission, heldPermissions, withheldByStatus } from "./held-permissions";
import { seenAt, seenEdge, seenQuery } from "./last-seen";
import type { USER_SORTS, UserListParams } from "./schema";
import { edgeOf, searchUsers, type UserField } from "./search-plan";

type ViewUsers = Grant<"Users.View">;

type Facts = Pick<User, "id" | "displayName" | "email" | "role" | "status" | "createdAt"> & {
  /** Null: never seen. */
  readonly lastSeenAt: Date | null;
};

export type UserRow = Facts & {
  readonly statusReason: string | null;
  /** The Global app role, when it counts. */
  readonly global: boolean;
  readonly entity: EntityName;
};

export type UserDetail = Facts & {
  /** The directory's sign-in name; null until they sign in. */
  readonly login: string | null;
  readonly version: number;
  readonly statusReason: string | null;
  readonly global: boolean;
  /** The Global app role from the directory, whether or not it counts with this role. */
  readonly globalAppRole: boolean;
  readonly entity: Pick<Entity, "id" | "code" | "shortName" | "status">;
  readonly permissions: readonly HeldPermission[];
  /** What each status would withhold of the role. */
  readonly withheldBy: Readonly<Record<UserStatus, readonly Permission[]>>;
};

const FACTS = { id: true, displayName: true, email: true, role: true, status: true, createdAt: true, presence: { select: { lastSeenAt: true } } } as const;
const MORE = { statusReason: true, global: true, entityId: true } as const;

export const userOrder = (params: UserListParams): Order<(typeof USER_SORTS)[number]> => ({
  field: params.sort ?? "displayName",
  direction: params.direction ?? "asc",
});

/**
 * Whether the list is one status (and perhaps role) across all entities, by name. Then sort by (status, name):
 * status is constant here, so the index applies, which row-level security hides from the planner otherwise.
 */
const isOneStatusByName = ({ status, q, entity, seen, directory }: UserListParams, field: UserField): boolean =>
  field === "displayName" && status !== undefined && [q, entity, seen, directory].every((filter) => filter === undefined);

/** Names of entities by id, cached as long as the map is kept. */
export type EntityNames = Map<string, EntityName>;

/** Starts with the own entity. */
const namesKnownTo = ({ principal: { entity } }: ViewUsers): EntityNames =>
  new Map([[entity.id, { id: entity.id, code: entity.code, shortName: entity.shortName }]]);

/** One page of the people within the grant who match the filters. `names` caches entity names; new ones are added. */
export async function listUsers(
  tx: ScopedTx,
  grant: ViewUsers,
  params: UserListParams,
  { size = PAGE_SIZE, names = namesKnownTo(grant) }: { size?: number; names?: EntityNames } = {},
): Promise<Page<UserRow>> {
  const order = userOrder(params);
  const cursor = readCursor(params.cursor, order.field === "createdAt" || order.field === "lastSeenAt" ? "date" : "text");
  const filters = { ...params, ...narrowedTo(tx, grant) };
  const list = { reached: await usersWhere(tx, grant, params), filters, cursor, size };
  const { field, direction } = order;
  const page = field === "lastSeenAt" ? await pageBySeen(tx, { ...list, order }) : await pageByColumn(tx, { ...list, order: { field, direction } });
  const unknown = new Set(page.rows.map(({ entityId }) => entityId).filter((id) => !names.has(id)));
  if (unknown.size > 0)
    for (const entity of await tx.entity.findMany({ where: { id: { in: [...unknown] } }, select: ENTITY_NAME })) names.set(entity.id, entity);
  const rows = page.rows.flatMap(({ entityId, presence, ...user }) => {
    const entity = names.get(entityId);
    return entity ? [{ ...user, lastSeenAt: seenAt(presence), global: countsAsGlobal(user.role, user.global), entity }] : [];
  });
  return { ...page, rows };
}

/** How many people match; null where finding out would read the whole table, as for a search. */
export async function countUsers(tx: ScopedTx, grant: ViewUsers, params: UserListParams): Promise<Counted | null> {
  const { q, seen, directory, role, status } = params;
  if (q || seen || directory || (role && status)) return null;
  const where = { AND: [...(await usersWhere(tx, grant, params))] };
  return countUpTo((take) => tx.user.count({ where, take }));
}

type List<O> = {
  readonly reached: readonly Prisma.UserWhereInput[];
  readonly filters: UserListParams;
  readonly cursor: Cursor | null;
  readonly size: number;
  readonly order: O;
};

async function pageByColumn(tx: ScopedTx, { reached, filters, cursor, size, order }: List<Order<UserField>>) {
  const { field } = order;
  const stretch = keysetQuery(order, cursor, size);
  const { where, orderBy, take } = stretch;
  const oneStatus = isOneStatusByName(filters, field);
  const found = await searchUsers(tx, oneStatus ? { ...filters, status: undefined } : filters, {
    take,
    edge: () => edgeOf(tx, field, stretch),
    find: (within) =>
      tx.user.findMany({
        where: { AND: [...reached, ...where, ...within] },
        orderBy: oneStatus ? [{ status: orderBy.at(-1)?.id ?? order.direction }, ...orderBy] : orderBy,
        take,
        select: { ...FACTS, ...MORE },
      }),
  });
  return keysetPage(found, cursor, (row) => row[field], size);
}

/** Reads from the presence table and filters by the person's columns. */
async function pageBySeen(tx: ScopedTx, { reached, filters, cursor, size, order }: List<Order>) {
  const stretch = seenQuery(order, cursor, size);
  const { where, orderBy, take } = stretch;
  const who = [...(filters.entity ? [{ entityId: filters.entity }] : []), ...(reached.length > 0 ? [{ user: { AND: [...reached] } }] : [])];
  const found = await searchUsers(tx, filters, {
    take,
    edge: () => seenEdge(tx, stretch),
    find: (within) =>
      tx.presence.findMany({
        where: { AND: [...where, ...within, ...who] },
        orderBy,
        take,
        select: { lastSeenAt: true, user: { select: { ...FACTS, ...MORE } } },
      }),
  });
  const rows = found.map(({ lastSeenAt, user }) => ({ ...user, presence: { lastSeenAt } }));
  return keysetPage(rows, cursor, (row) => row.presence.lastSeenAt, size);
}

/** One person with the permissions of their role and what withholds them; null when outside the grant or missing. */
export async function getUser(tx: ScopedTx, grant: ViewUsers, id: string): Promise<UserDetail | null> {
  const found = await tx.user.findFirst({
    where: { AND: [...scopeOf(tx, grant).where, { id }] },
    select: {
      ...FACTS,
      version: true,
      global: true,
      statusReason: true,
      oid: true,
      login: true,
      entity: { select: { ...ENTITY_NAME, legalName: true, status: true } },
    },
  });
  if (!found) return null;
  const { oid, global: globalAppRole, entity, statusReason, presence, ...facts } = found;
  const { displayName, email, login, role, status } = facts;
  const person = principalOf(
    { userId: id, oid, displayName, email, login, role, status, globalAppRole, entity },
    { entityAdminViewsConfig: env().ENTITY_ADMIN_VIEWS_CONFIG },
  );
  const { legalName: _, ...shown } = entity;
  return {
    ...facts,
    lastSeenAt: seenAt(presence),
    statusReason,
    globalAppRole,
    global: person.global,
    entity: shown,
    permissions: heldPermissions(person),
    withheldBy: withheldByStatus(person),
  };
}
