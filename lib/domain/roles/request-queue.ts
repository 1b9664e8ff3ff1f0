import "server-only";
import type { Grant } from "@/lib/platform/authz/grant";
import { scopeOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Prisma } from "@/lib/platform/db/types";
import { indexed } from "@/lib/platform/lists/fold";
import { type Cursor, keysetPage, keysetQuery, type Order, PAGE_SIZE, type Page, readCursor } from "@/lib/platform/lists/keyset";
import { FACTS, NAMES, type RequestRow, rowOf } from "./requests";
import type { RequestListParams } from "./schema";

/**
 * The queue of role requests is two lists, each in index order: pending ones, the longest waiting first, then
 * settled ones, the latest first. A page may span both.
 */

const PARTS = ["waiting", "settled"] as const;
type Part = (typeof PARTS)[number];

const ORDER: { readonly [P in Part]: Order<"createdAt" | "decidedAt"> } = {
  waiting: { field: "createdAt", direction: "asc" },
  settled: { field: "decidedAt", direction: "desc" },
};
const reversed = <F extends string>({ field, direction }: Order<F>): Order<F> => ({ field, direction: direction === "asc" ? "desc" : "asc" });

type Place = Cursor & { readonly part: Part };

/** A cursor names the list that its row was in, and the row's time there. */
function placeOf(text: string | undefined): Place | null {
  const cursor = readCursor(text, "text");
  const [, name, time] = /^(\w+) (\S+)$/.exec(String(cursor?.value ?? "")) ?? [];
  const part = PARTS.find((known) => known === name);
  const value = new Date(time ?? "");
  return cursor && part && !Number.isNaN(value.getTime()) && value.getUTCFullYear() > 0 ? { ...cursor, part, value } : null;
}

const partsOf = (state: RequestListParams["state"]): readonly Part[] => (state ? [state === "pending" ? "waiting" : "settled"] : PARTS);

/** One page of the queue. */
export async function listRequests(tx: ScopedTx, grant: Grant<"Users.Promote">, params: RequestListParams): Promise<Page<RequestRow>> {
  const parts = partsOf(params.state);
  const named = placeOf(params.cursor);
  const at = named && parts.includes(named.part) ? named : null;
  const inOrder = at?.back ? parts.toReversed() : parts;
  const fetched: (RequestRow & { readonly place: string })[] = [];
  for (const part of inOrder.slice(at ? inOrder.indexOf(at.part) : 0)) {
    if (fetched.length <= PAGE_SIZE) fetched.push(...(await fetchPart(tx, grant, params, { part, at, size: PAGE_SIZE - fetched.length })));
  }
  const page = keysetPage(fetched, at, ({ place }) => place);
  return { ...page, rows: page.rows.map(({ place: _, ...row }) => row) };
}

type Wanted = { readonly part: Part; readonly at: Place | null; readonly size: number };

/** Up to `size` rows of one list plus one: from the cursor when it is in this list, else from the nearer end. */
async function fetchPart(tx: ScopedTx, grant: Grant<"Users.Promote">, params: RequestListParams, { part, at, size }: Wanted) {
  const cursor = at?.part === part ? at : null;
  const { where, orderBy, take } = keysetQuery(at?.back && !cursor ? reversed(ORDER[part]) : ORDER[part], cursor, size);
  const found = await tx.roleRequest.findMany({
    where: { AND: [...scopeOf(tx, grant).where, stateOf(part, params.state), ...where, ...filtersOf(params)] },
    orderBy,
    take,
    select: { ...FACTS, ...NAMES },
  });
  return found.map((request) => {
    const row = rowOf(request);
    return { ...row, place: `${part} ${(row.decidedAt ?? row.createdAt).toISOString()}` };
  });
}

const stateOf = (part: Part, state: RequestListParams["state"]): Prisma.RoleRequestWhereInput =>
  part === "waiting" ? { state: "pending" } : state ? { state, decidedAt: { not: null } } : { decidedAt: { not: null } };

function filtersOf({ q, entity }: RequestListParams): Prisma.RoleRequestWhereInput[] {
  const filters: Prisma.RoleRequestWhereInput[] = [];
  if (entity) filters.push({ entityId: entity });
  if (q) filters.push({ user: { searched: indexed(q) } });
  return filters;
}
