import "server-only";
import type { Grant } from "@/lib/platform/authz/grant";
import { assertGrantOf, scopeOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Entity, Prisma, SupportMessage, SupportRequest, User } from "@/lib/platform/db/types";
import type { Dated } from "@/lib/platform/lists/dated";
import { containing } from "@/lib/platform/lists/fold";
import { keysetPage, keysetQuery, type Order, type Page, readCursor } from "@/lib/platform/lists/keyset";
import { type RequestContext, requestContext } from "./context";
import type { SupportListParams } from "./schema";

type OpenPanel = Grant<"panel">;

export type SupportRow = Pick<SupportRequest, "id" | "kind" | "subject" | "state" | "createdAt"> & {
  readonly entity: Pick<Entity, "id" | "shortName">;
  readonly user: Pick<User, "displayName">;
};
export type SupportDetail = SupportRow &
  Pick<SupportRequest, "body" | "updatedAt" | "asksFor" | "everyEntity" | "version"> & {
    readonly user: Pick<User, "id" | "displayName" | "email">;
    readonly context: RequestContext | null;
    readonly messages: readonly Message[];
  };
export type Message = Pick<SupportMessage, "id" | "authorName" | "exchange" | "body" | "createdAt">;
export type OwnRequest = Pick<SupportRequest, "id" | "kind" | "subject" | "state" | "createdAt">;

const ROW = { id: true, kind: true, subject: true, state: true, createdAt: true, entity: { select: { id: true, shortName: true } } } as const;
const NEWEST_FIRST: Order<"createdAt"> = { field: "createdAt", direction: "desc" };

/** One page of the requests that the person may see, the newest first. */
export async function listSupportRequests(tx: ScopedTx, grant: OpenPanel, params: SupportListParams): Promise<Page<SupportRow>> {
  const cursor = readCursor(params.cursor, "date");
  const { where, orderBy, take } = keysetQuery(NEWEST_FIRST, cursor);
  const filters: Prisma.SupportRequestWhereInput[] = [...scopeOf(tx, grant).where, ...where];
  if (params.entity) filters.push({ entityId: params.entity });
  if (params.state) filters.push({ state: params.state });
  if (params.q) filters.push({ searched: containing(params.q) });
  const found = await tx.supportRequest.findMany({
    where: { AND: filters },
    orderBy,
    take,
    select: { ...ROW, user: { select: { displayName: true } } },
  });
  return keysetPage(found, cursor, ({ createdAt }) => createdAt);
}

/** Up to so many open requests of every entity, the oldest first. */
export async function openSupportRequests(tx: ScopedTx, grant: Grant<"Market.Operate">, take: number): Promise<readonly Dated[]> {
  assertGrantOf(tx, grant);
  const rows = await tx.supportRequest.findMany({
    where: { state: "open" },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take,
    select: { id: true, subject: true, createdAt: true },
  });
  return rows.map(({ id, subject, createdAt }) => ({ id, name: subject, at: createdAt }));
}

/** One request with its thread; null when there is none that the person may see. */
export async function getSupportRequest(tx: ScopedTx, grant: OpenPanel, id: string): Promise<SupportDetail | null> {
  return detailOf(tx, id, scopeOf(tx, grant).where);
}

/** One page of the person's own requests, the newest first. */
export async function listOwnRequests(tx: ScopedTx, { principal }: Grant<"signed-in">, address: string | undefined): Promise<Page<OwnRequest>> {
  const cursor = readCursor(address, "date");
  const { where, orderBy, take } = keysetQuery(NEWEST_FIRST, cursor);
  const found = await tx.supportRequest.findMany({
    where: { AND: [{ userId: principal.userId }, ...where] },
    orderBy,
    take,
    select: { id: true, kind: true, subject: true, state: true, createdAt: true },
  });
  return keysetPage(found, cursor, ({ createdAt }) => createdAt);
}

/** One of the person's own requests with its thread; null for anybody else's. */
export function getOwnRequest(tx: ScopedTx, { principal }: Grant<"signed-in">, id: string): Promise<SupportDetail | null> {
  return detailOf(tx, id, [{ userId: principal.userId }]);
}

/** A bound; longer threads belong on the telephone. */
const MOST_MESSAGES = 200;

async function detailOf(tx: ScopedTx, id: string, reach: readonly Prisma.SupportRequestWhereInput[]): Promise<SupportDetail | null> {
  const found = await tx.supportRequest.findFirst({
    where: { AND: [...reach, { id }] },
    select: {
      ...ROW,
      body: true,
      updatedAt: true,
      asksFor: true,
      everyEntity: true,
      version: true,
      context: true,
      user: { select: { id: true, displayName: true, email: true } },
      messages: {
        orderBy: [{ createdAt: "asc" }, { id: "asc" }],
        take: MOST_MESSAGES,
        select: { id: true, authorName: true, exchange: true, body: true, createdAt: true },
      },
    },
  });
  return found && { ...found, context: requestContext.safeParse(found.context).data ?? null };
}
