import "server-only";
import type { Access } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import { scopeOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Entity } from "@/lib/platform/db/types";

export type EntityName = Pick<Entity, "id" | "code" | "shortName">;

export const ENTITY_NAME = { id: true, code: true, shortName: true } as const;

const MOST = 200;

/**
 * The entities a list can be filtered by, by name; null when the list covers one entity only. At most 200,
 * always including the `chosen` one, so that the select shows the current filter.
 */
export async function entityChoices(tx: ScopedTx, grant: Grant<Access>, chosen: string | undefined): Promise<readonly EntityName[] | null> {
  if (scopeOf(tx, grant).entityId !== null) return null;
  const choices = await tx.entity.findMany({ orderBy: [{ shortName: "asc" }, { id: "asc" }], take: MOST, select: ENTITY_NAME });
  if (!chosen || choices.some(({ id }) => id === chosen)) return choices;
  const further = await tx.entity.findUnique({ where: { id: chosen }, select: ENTITY_NAME });
  return further ? [further, ...choices.slice(0, MOST - 1)] : choices;
}
