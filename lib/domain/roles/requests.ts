import "server-only";
import { ENTITY_NAME, type EntityName } from "@/lib/domain/entities";
import type { Held } from "@/lib/domain/standing/model";
import { assignableRoles } from "@/lib/platform/authz/assignable";
import { type AccessDifference, accessDifference } from "@/lib/platform/authz/difference";
import type { Grant } from "@/lib/platform/authz/grant";
import { countsAsGlobal, isSamePerson, principalOf, type UserPrincipal } from "@/lib/platform/authz/principal";
import { type Scope, scopeOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Entity, Prisma, RoleRequest, User } from "@/lib/platform/db/types";
import { env } from "@/lib/platform/env";
import type { Dated } from "@/lib/platform/lists/dated";
import { isRequester } from "./rules";

type ReadRequests = Grant<"Users.Promote"> | Grant<"Users.View"> | Grant<"Users.Manage">;

type Facts = Pick<RoleRequest, "id" | "state" | "reason" | "endsAt" | "createdAt" | "requesterName" | "decidedAt" | "decidedByName" | "decisionReason">;

export type RequestRow = Facts & {
  readonly from: Held;
  readonly to: Held;
  readonly person: Pick<User, "id" | "displayName">;
  readonly entity: EntityName;
};

export type RequestDetail = RequestRow & {
  readonly personStatus: User["status"];
  readonly entityStatus: Entity["status"];
  readonly difference: AccessDifference;
  /** Whether the reader is the requester or the subject, under any account. */
  readonly isOwn: boolean;
  readonly isAboutReader: boolean;
};

export const FACTS = {
  id: true,
  state: true,
  reason: true,
  endsAt: true,
  createdAt: true,
  requesterName: true,
  decidedAt: true,
  decidedByName: true,
  decisionReason: true,
  fromRole: true,
  fromGlobal: true,
  toRole: true,
  toGlobal: true,
} as const;
export const NAMES = { user: { select: { id: true, displayName: true } }, entity: { select: ENTITY_NAME } } as const;

type Found = Facts & Pick<RoleRequest, "fromRole" | "fromGlobal" | "toRole" | "toGlobal"> & { user: RequestRow["person"]; entity: EntityName };

export const rowOf = ({ fromRole, fromGlobal, toRole, toGlobal, user, entity, ...facts }: Found): RequestRow => ({
  ...facts,
  from: { role: fromRole, global: countsAsGlobal(fromRole, fromGlobal) },
  to: { role: toRole, global: toGlobal },
  person: user,
  entity,
});

const ABOUT = 20;

/** The latest requests about one person, the newest first. */
export async function requestsAbout(tx: ScopedTx, grant: ReadRequests, userId: string): Promise<readonly RequestRow[]> {
  const found = await tx.roleRequest.findMany({
    where: { AND: [...scopeOf(tx, grant).where, { userId }] },
    orderBy: { createdAt: "desc" },
    take: ABOUT,
    select: { ...FACTS, ...NAMES },
  });
  return found.map(rowOf);
}

/** One request with what it would change; null when it is outside the grant or does not exist. */
export async function getRequest(tx: ScopedTx, grant: ReadRequests, id: string): Promise<RequestDetail | null> {
  const found = await tx.roleRequest.findFirst({
    where: { AND: [...scopeOf(tx, grant).where, { id }] },
    select: { ...FACTS, requesterId: true, requesterOid: true, requesterLogin: true, user: true, entity: true },
  });
  if (!found) return null;
  const { requesterId, requesterOid, requesterLogin, user, entity, ...facts } = found;
  const row = rowOf({
    ...facts,
    user: { id: user.id, displayName: user.displayName },
    entity: { id: entity.id, code: entity.code, shortName: entity.shortName },
  });
  return {
    ...row,
    personStatus: user.status,
    entityStatus: entity.status,
    difference: differenceFor({ ...user, ...row.from, entity }, row.to),
    isOwn: isRequester({ requesterId, requesterOid, requesterLogin }, grant.principal),
    isAboutReader: isSamePerson(user, grant.principal),
  };
}

/** What another role would change for a stored person. */
export function differenceFor(user: User & { entity: Entity }, to: Held): AccessDifference {
  const deployment = { entityAdminViewsConfig: env().ENTITY_ADMIN_VIEWS_CONFIG };
  const { id: userId, global: globalAppRole, entity, ...facts } = user;
  return accessDifference(principalOf({ ...facts, userId, globalAppRole, entity }, deployment), to, deployment);
}

/** Counting stops here by default; beyond it, the number only means "many". */
const MOST = 100;

/**
 * The requests that await this person, in one entity or all: not their own, not about themselves (under any account), and only for
 * roles they may give.
 */
const toDecide = (principal: UserPrincipal, { where }: Pick<Scope, "where">): Prisma.RoleRequestWhereInput => ({
  AND: [...where],
  state: "pending",
  requesterId: { not: principal.userId },
  requesterOid: { not: principal.oid },
  OR: [{ requesterLogin: null }, { requesterLogin: { not: principal.login } }],
  user: {
    id: { not: principal.userId },
    oid: { not: principal.oid },
    OR: [{ login: null }, { login: { not: principal.login } }],
    ...(principal.global ? {} : { global: false }),
  },
  toRole: { in: [...assignableRoles(principal)] },
  ...(principal.global ? {} : { toGlobal: false }),
});

/** The number of requests that await this person. The caller has decided that they may be counted. */
export const countWaiting = (tx: ScopedTx, principal: UserPrincipal, scope: Pick<Scope, "where">, most = MOST): Promise<number> =>
  tx.roleRequest.count({ where: toDecide(principal, scope), take: most });

/** The same requests with the names of their subjects, the longest waiting first. */
export async function requestsToDecide(tx: ScopedTx, grant: Grant<"Users.Promote">, take: number): Promise<readonly Dated[]> {
  const found = await tx.roleRequest.findMany({
    where: toDecide(grant.principal, scopeOf(tx, grant)),
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take,
    select: { id: true, createdAt: true, user: { select: { displayName: true } } },
  });
  return found.map(({ id, createdAt, user }) => ({ id, name: user.displayName, at: createdAt }));
}

/** The latest requests made by the reader, the newest first. */
export async function requestsBy(tx: ScopedTx, grant: Grant<"Users.Manage">, take: number): Promise<readonly RequestRow[]> {
  const found = await tx.roleRequest.findMany({
    where: { AND: [...scopeOf(tx, grant).where, { requesterId: grant.principal.userId }] },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take,
    select: { ...FACTS, ...NAMES },
  });
  return found.map(rowOf);
}
