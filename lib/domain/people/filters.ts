import "server-only";
import { wherePendingInDirectory } from "@/lib/domain/write-queue";
import type { Grant } from "@/lib/platform/authz/grant";
import { scopeOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import type { Prisma } from "@/lib/platform/db/types";
import { indexed } from "@/lib/platform/lists/fold";
import { filtersInWords } from "./filter-labels";
import { lastSeen } from "./last-seen";
import type { UserFilters } from "./schema";

type Where = Prisma.UserWhereInput;

/** The entity of a grant as a filter, by which a search plan is chosen. */
export function narrowedTo(tx: ScopedTx, grant: Grant<"Users.View"> | Grant<"Users.Manage">): Pick<UserFilters, "entity"> {
  const { entityId } = scopeOf(tx, grant);
  return entityId === null ? {} : { entity: entityId };
}

/** The people within the grant who match the filters; shared by the list, the export and bulk changes. */
export async function usersWhere(tx: ScopedTx, grant: Grant<"Users.View"> | Grant<"Users.Manage">, filters: UserFilters): Promise<readonly Where[]> {
  const { q, role, status, entity, seen, directory } = filters;
  const where: Where[] = [...scopeOf(tx, grant).where];
  if (entity) where.push({ entityId: entity });
  if (role) where.push({ role });
  if (status) where.push({ status });
  if (directory) where.push(await wherePendingInDirectory(tx));
  if (q) where.push({ searched: indexed(q) });
  if (seen) where.push({ presence: lastSeen(seen, await databaseTime(tx)) });
  return where;
}

/** The filters as recorded. */
export async function filtersOnRecord(tx: ScopedTx, filters: UserFilters): Promise<string> {
  const { entity: id } = filters;
  const entity = id ? await tx.entity.findUnique({ where: { id }, select: { shortName: true } }) : null;
  return filtersInWords(filters, entity?.shortName ?? null);
}
