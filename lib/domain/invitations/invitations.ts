import "server-only";
import type { Grant } from "@/lib/platform/authz/grant";
import { scopeOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import type { Entity, Invitation, Prisma } from "@/lib/platform/db/types";
import type { Dated } from "@/lib/platform/lists/dated";
import { containing } from "@/lib/platform/lists/fold";
import { keysetPage, keysetQuery, type Order, type Page, readCursor } from "@/lib/platform/lists/keyset";
import type { InvitationListParams } from "./schema";
import { type StateOfInvitation, stateOf, whereState } from "./state";

type ViewInvitations = Grant<"Invitations.View">;

/** A person named by an invitation; without a name when they belong to an entity the reader cannot see. */
export type Author = { readonly id: string; readonly displayName: string | null };

export type InvitationRow = Pick<Invitation, "id" | "email" | "name" | "role" | "sentAt" | "expiresAt" | "acceptedAt" | "revokedAt"> & {
  readonly state: StateOfInvitation;
  readonly entity: Pick<Entity, "id" | "code" | "shortName">;
  /** Null when no person sent it. */
  readonly sender: Author | null;
  readonly accepter: Author | null;
};

/** The database's time at which states were computed. */
type AsOf = { readonly asOf: Date };

const NAME = { select: { displayName: true } } as const;

// Without the token's hash: no view returns it.
const COLUMNS = {
  id: true,
  email: true,
  name: true,
  role: true,
  state: true,
  sentAt: true,
  expiresAt: true,
  acceptedAt: true,
  revokedAt: true,
  senderId: true,
  accepterId: true,
  entity: { select: { id: true, code: true, shortName: true } },
  sender: NAME,
  accepter: NAME,
} as const;

export const invitationOrder = ({ direction }: InvitationListParams): Order<"sentAt"> => ({ field: "sentAt", direction: direction ?? "desc" });

/** One page of the invitations within the grant, each with its state by the database's clock. */
export async function listInvitations(tx: ScopedTx, grant: ViewInvitations, params: InvitationListParams): Promise<Page<InvitationRow> & AsOf> {
  const asOf = await databaseTime(tx);
  const cursor = readCursor(params.cursor, "date");
  const { where, orderBy, take } = keysetQuery(invitationOrder(params), cursor);
  const found = await tx.invitation.findMany({
    where: { AND: [...scopeOf(tx, grant).where, ...where, ...filtersOf(params, asOf)] },
    orderBy,
    take,
    select: COLUMNS,
  });
  const rows = found.map((invitation) => rowOf(invitation, asOf));
  return { ...keysetPage(rows, cursor, (row) => row.sentAt), asOf };
}

function filtersOf({ q, state, role, entity }: InvitationListParams, now: Date): Prisma.InvitationWhereInput[] {
  const filters: Prisma.InvitationWhereInput[] = [];
  if (entity) filters.push({ entityId: entity });
  if (state) filters.push(whereState(state, now));
  if (role) filters.push({ role });
  if (q) filters.push({ searched: containing(q) });
  return filters;
}

/** One invitation with its state by the database's clock; null when it is outside the grant or does not exist. */
export async function getInvitation(tx: ScopedTx, grant: ViewInvitations, id: string): Promise<(InvitationRow & AsOf) | null> {
  const asOf = await databaseTime(tx);
  const found = await tx.invitation.findFirst({ where: { AND: [...scopeOf(tx, grant).where, { id }] }, select: COLUMNS });
  return found && { ...rowOf(found, asOf), asOf };
}

type Found = Prisma.InvitationGetPayload<{ select: typeof COLUMNS }>;

const rowOf = ({ senderId, accepterId, sender, accepter, state, ...rest }: Found, now: Date): InvitationRow => ({
  ...rest,
  state: stateOf({ state, expiresAt: rest.expiresAt }, now),
  sender: authorOf(senderId, sender),
  accepter: authorOf(accepterId, accepter),
});

const authorOf = (id: string | null, seen: { displayName: string } | null): Author | null => (id ? { id, displayName: seen?.displayName ?? null } : null);

/** Up to so many open invitations that expire before then, the soonest first. */
export async function expiringInvitations(
  tx: ScopedTx,
  grant: Grant<"Invitations.Send">,
  { now, before, take }: { readonly now: Date; readonly before: Date; readonly take: number },
): Promise<readonly Dated[]> {
  const rows = await tx.invitation.findMany({
    where: { AND: [...scopeOf(tx, grant).where, { state: "pending", expiresAt: { gt: now, lt: before } }] },
    orderBy: [{ expiresAt: "asc" }, { id: "asc" }],
    take,
    select: { id: true, email: true, name: true, expiresAt: true },
  });
  return rows.map(({ id, email, name, expiresAt }) => ({ id, name: name || email, at: expiresAt }));
}
