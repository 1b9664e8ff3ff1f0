import "server-only";
import type { Grant } from "@/lib/authz/grant";
import type { ScopedTx } from "@/lib/db/scope";
import type { Entity, Prisma, SupportRequest, User } from "@/lib/db/types";
import { keysetPage, keysetQuery, type Order, type Page, readCursor } from "@/lib/lists/keyset";
import { containing, idParam } from "@/lib/lists/params";
import type { SupportListParams } from "./schema";

type OpenPanel = Grant<"panel">;

export type SupportRow = Pick<SupportRequest, "id" | "subject" | "state" | "createdAt"> & {
  readonly entity: Pick<Entity, "id" | "shortName">;
  readonly user: Pick<User, "displayName">;
};
export type SupportDetail = SupportRow & Pick<SupportRequest, "body" | "updatedAt"> & { readonly user: Pick<User, "displayName" | "email"> };

const ROW = { id: true, subject: true, state: true, createdAt: true, entity: { select: { id: true, shortName: true } } } as const;
const NEWEST_FIRST: Order<"createdAt"> = { field: "createdAt", direction: "desc" };

/** The panel is opened for one's own entity; Global lifts that, here as everywhere. Row-level security holds the same line on its own. */
const within = ({ principal }: OpenPanel): Prisma.SupportRequestWhereInput[] => (principal.global ? [] : [{ entityId: principal.entity.id }]);

/** One page of the requests that the person may see, the newest first. */
export async function listSupportRequests(tx: ScopedTx, grant: OpenPanel, params: SupportListParams): Promise<Page<SupportRow>> {
  const cursor = readCursor(params.cursor, "date");
  const { where, orderBy, take } = keysetQuery(NEWEST_FIRST, cursor);
  const filters: Prisma.SupportRequestWhereInput[] = [...within(grant), ...where];
  if (params.entity) filters.push({ entityId: params.entity });
  if (params.state) filters.push({ state: params.state });
  if (params.q) filters.push({ subject: containing(params.q) });
  const found = await tx.supportRequest.findMany({
    where: { AND: filters },
    orderBy,
    take,
    select: { ...ROW, user: { select: { displayName: true } } },
  });
  return keysetPage(found, cursor, ({ createdAt }) => createdAt);
}

/** One request; null when the address names none, or one that the person may not see. */
export async function getSupportRequest(tx: ScopedTx, grant: OpenPanel, address: string): Promise<SupportDetail | null> {
  const id = idParam.parse(address);
  if (!id) return null;
  return tx.supportRequest.findFirst({
    where: { AND: [...within(grant), { id }] },
    select: { ...ROW, body: true, updatedAt: true, user: { select: { displayName: true, email: true } } },
  });
}
