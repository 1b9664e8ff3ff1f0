import "server-only";
import type { Grant } from "@/lib/authz/grant";
import { countsAsGlobal, principalOf } from "@/lib/authz/principal";
import type { ScopedTx } from "@/lib/db/scope";
import type { Entity, Prisma, User } from "@/lib/db/types";
import { ENTITY_NAME, type EntityName } from "@/lib/entities/choices";
import { env } from "@/lib/env";
import { keysetPage, keysetQuery, type Order, type Page, readCursor } from "@/lib/lists/keyset";
import { containing } from "@/lib/lists/params";
import { type HeldPermission, heldPermissions } from "./held-permissions";
import type { USER_SORTS, UserListParams } from "./schema";

type ViewUsers = Grant<"Users.View">;
type UserOrder = Order<(typeof USER_SORTS)[number]>;

type Facts = Pick<User, "id" | "displayName" | "email" | "role" | "status" | "lastSeenAt" | "createdAt">;

export type UserRow = Facts & {
  /** The Global app role, where it counts. */
  readonly global: boolean;
  readonly entity: EntityName;
};

export type UserDetail = Facts & {
  readonly statusReason: string | null;
  readonly global: boolean;
  /** The Global app role as the directory gave it, whether or not it counts with this role. */
  readonly globalAppRole: boolean;
  readonly entity: Pick<Entity, "id" | "code" | "shortName" | "status">;
  readonly permissions: readonly HeldPermission[];
};

const FACTS = { id: true, displayName: true, email: true, role: true, status: true, lastSeenAt: true, createdAt: true } as const;

export const userOrder = (params: UserListParams): UserOrder => ({ field: params.sort ?? "displayName", direction: params.direction ?? "asc" });

/** Which people a grant reaches; row-level security holds the same line on its own. */
const within = ({ target }: ViewUsers): Prisma.UserWhereInput[] => ("entityId" in target ? [{ entityId: target.entityId }] : []);

/** One page of the people whom the grant reaches; with `params.entity`, only those of that entity. */
export async function listUsers(tx: ScopedTx, grant: ViewUsers, params: UserListParams): Promise<Page<UserRow>> {
  const order = userOrder(params);
  const cursor = readCursor(params.cursor, order.field === "createdAt" ? "date" : "text");
  const { where, orderBy, take } = keysetQuery(order, cursor);
  const found = await tx.user.findMany({
    where: { AND: [...within(grant), ...where, ...filtersOf(params)] },
    orderBy,
    take,
    select: { ...FACTS, global: true, entity: { select: ENTITY_NAME } },
  });
  const rows = found.map((user) => ({ ...user, global: countsAsGlobal(user.role, user.global) }));
  return keysetPage(rows, cursor, (row) => row[order.field]);
}

function filtersOf({ q, role, status, entity }: UserListParams): Prisma.UserWhereInput[] {
  const filters: Prisma.UserWhereInput[] = [];
  if (entity) filters.push({ entityId: entity });
  if (role) filters.push({ role });
  if (status) filters.push({ status });
  if (q) filters.push({ OR: [{ displayName: containing(q) }, { email: containing(q) }] });
  return filters;
}

/** One person, with what their role holds and what of it is withheld; null when the grant does not reach them or nobody has this id. */
export async function getUser(tx: ScopedTx, grant: ViewUsers, id: string): Promise<UserDetail | null> {
  const found = await tx.user.findFirst({
    where: { AND: [...within(grant), { id }] },
    select: { ...FACTS, global: true, statusReason: true, oid: true, entity: { select: { ...ENTITY_NAME, legalName: true, status: true } } },
  });
  if (!found) return null;
  const { oid, global: globalAppRole, entity, statusReason, ...facts } = found;
  const { displayName, email, role, status } = facts;
  const person = principalOf(
    { userId: id, oid, displayName, email, role, status, globalAppRole, entity },
    { entityAdminViewsConfig: env().ENTITY_ADMIN_VIEWS_CONFIG },
  );
  const { legalName: _, ...shown } = entity;
  return { ...facts, statusReason, globalAppRole, global: person.global, entity: shown, permissions: heldPermissions(person) };
}
