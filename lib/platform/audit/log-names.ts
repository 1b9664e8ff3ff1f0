import "server-only";
import { assertGrantOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { sql } from "@/lib/platform/db/values";
import type { ReadLog } from "./log";

/** What a search of the log may name. */

/** The actions on the record whose name contains a text; each is found by one look at the index. */
export async function actionsNamed(tx: ScopedTx, grant: ReadLog, text: string): Promise<readonly string[]> {
  assertGrantOf(tx, grant);
  const rows = await tx.$queryRaw<{ action: string }[]>(sql`
    WITH RECURSIVE known AS (
      (SELECT action FROM audit_event ORDER BY action LIMIT 1)
      UNION ALL
      SELECT (SELECT action FROM audit_event WHERE action > known.action ORDER BY action LIMIT 1) FROM known WHERE known.action IS NOT NULL)
    SELECT action FROM known WHERE position(lower(${text}::text COLLATE "C") IN lower(action COLLATE "C")) > 0`);
  return rows.map(({ action }) => action);
}

/** What a thing was called when it was last recorded. */
export async function latestLabel(tx: ScopedTx, grant: ReadLog, { type, id }: { readonly type: string; readonly id: string }): Promise<string | null> {
  assertGrantOf(tx, grant);
  const [row] = await tx.$queryRaw<{ label: string | null }[]>(sql`
    SELECT target_label AS label FROM audit_event WHERE target_type = ${type} AND target_id = ${id} AND kind = 'change' ORDER BY at DESC LIMIT 1`);
  return row?.label ?? null;
}
