import "server-only";
import { whereState } from "@/lib/domain/invitations/model";
import { readSession, type SessionView } from "@/lib/domain/market";
import { countWaiting } from "@/lib/domain/roles";
import { USER_STATUSES } from "@/lib/domain/standing/model";
import { type AuditRow, entityNames, latestDecisions } from "@/lib/platform/audit/queries";
import { ADMIN_TABS, doorOf, PAGES, type Page } from "@/lib/platform/authz/admin-tabs";
import { type Access, EVERY_ENTITY, targetAcross } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { UserStatus } from "@/lib/platform/authz/principal";
import { scopeOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import { consider, grantIf } from "@/lib/platform/unit-of-work/authorize";

/** Nothing is counted further than this: an overview tells few from many. */
export const MOST = 1_000;
const LATEST = 5;

type EntityStatus = "active" | "suspended";
type InvitationState = "pending" | "expired";

/** How many there are of each kind, up to one more than `MOST`. */
type Counts<K extends string> = readonly (readonly [kind: K, count: number])[];
/** Whose they are: one entity's, or those of all. */
type Reach = { readonly everyEntity: boolean };

/** Rows of the record, and what the entities in them are called. */
type Latest = { readonly rows: readonly AuditRow[]; readonly names: ReadonlyMap<string, string> };

/** The panel at a glance. What a person may not see is null. */
export type Overview = {
  readonly entities: { readonly counts: Counts<EntityStatus> } | null;
  readonly users: (Reach & { readonly counts: Counts<UserStatus> }) | null;
  readonly invitations: (Reach & { readonly counts: Counts<InvitationState> }) | null;
  /** Requests for another role that wait for this person's decision. */
  readonly promotions: (Reach & { readonly waiting: number }) | null;
  /** The market's session, for its operators; `session` is null when its row is missing. */
  readonly market: { readonly session: SessionView | null } | null;
  readonly latest: Latest | null;
  /** The tabs and pages that are open to this person, beside the desk and the overview itself. */
  readonly open: readonly Page[];
};

/** Reads the overview of the panel for whoever reaches it, each part only with the permission that its own page asks for. */
export async function readOverview(tx: ScopedTx, { principal }: Grant<"panel">): Promise<Overview> {
  const own = { entityId: principal.entity.id };
  const entities = grantIf(tx, "Entity.View", EVERY_ENTITY);
  const users = grantIf(tx, "Users.View", EVERY_ENTITY) ?? grantIf(tx, "Users.View", own);
  const invitations = grantIf(tx, "Invitations.View", EVERY_ENTITY) ?? grantIf(tx, "Invitations.View", own);
  const promotions = grantIf(tx, "Users.Promote", EVERY_ENTITY) ?? grantIf(tx, "Users.Promote", own);
  const market = grantIf(tx, "Market.Operate", own);
  const log = grantIf(tx, "Market.Operate", EVERY_ENTITY);
  return {
    entities: entities && { counts: await countEntities(tx, entities) },
    users: users && { ...reachOf(tx, users), counts: await countUsers(tx, users) },
    invitations: invitations && { ...reachOf(tx, invitations), counts: await countInvitations(tx, invitations) },
    promotions: promotions && { ...reachOf(tx, promotions), waiting: await countWaiting(tx, principal, scopeOf(tx, promotions), MOST + 1) },
    market: market && { session: await readSession(tx, market) },
    latest: log && (await latestOnRecord(tx, log)),
    open: [...ADMIN_TABS, ...PAGES].filter((page) => {
      const { access, across } = doorOf(page.id);
      return page.id !== "home" && page.id !== "admin" && consider(tx, access, targetAcross(principal, across)).outcome === "grant";
    }),
  };
}

async function latestOnRecord(tx: ScopedTx, log: Grant<"Market.Operate">): Promise<Latest> {
  const rows = await latestDecisions(tx, log, LATEST);
  const about = rows.map(({ targetEntityId }) => targetEntityId).filter((id) => id !== null);
  return { rows, names: await entityNames(tx, log, about) };
}

const reachOf = (tx: ScopedTx, grant: Grant<Access>): Reach => ({ everyEntity: scopeOf(tx, grant).entityId === null });
const FEW = { take: MOST + 1 } as const;

/** Counts each of a few kinds in turn: as many statements as there are kinds, however many rows there are. */
const countEach = <K extends string>(kinds: readonly K[], count: (kind: K) => Promise<number>): Promise<Counts<K>> =>
  Promise.all(kinds.map(async (kind) => [kind, await count(kind)] as const));

function countEntities(tx: ScopedTx, grant: Grant<"Entity.View">): Promise<Counts<EntityStatus>> {
  const { entityId } = scopeOf(tx, grant);
  const reached = entityId === null ? {} : { id: entityId };
  return countEach(["active", "suspended"], (status) => tx.entity.count({ where: { ...reached, status }, ...FEW }));
}

function countUsers(tx: ScopedTx, grant: Grant<"Users.View">): Promise<Counts<UserStatus>> {
  const { where } = scopeOf(tx, grant);
  return countEach(statuses, (status) => tx.user.count({ where: { AND: [...where, { status }] }, ...FEW }));
}

const statuses = Object.keys(USER_STATUSES) as readonly UserStatus[];

async function countInvitations(tx: ScopedTx, grant: Grant<"Invitations.View">): Promise<Counts<InvitationState>> {
  const { where } = scopeOf(tx, grant);
  const now = await databaseTime(tx);
  return countEach(["pending", "expired"], (state) => tx.invitation.count({ where: { AND: [...where, whereState(state, now)] }, ...FEW }));
}
