import "server-only";
import type { Grant } from "@/lib/platform/authz/grant";
import { assertGrantOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { AuditEvent, Prisma } from "@/lib/platform/db/types";
import { columnsOf, sql } from "@/lib/platform/db/values";
import { keysetPage, PAGE_SIZE, type Page, readCursor } from "@/lib/platform/lists/keyset";
import type { ActivityKind } from "./activity-kinds";
import type { Changes } from "./event";
import { all, beyond, inOrder } from "./log-filter";
import { asChanges } from "./row";

/** What an entity may know of the record: what was changed in it and who changed it, its people's sign-ins, and what they were refused. */

export type ActivityFilter = {
  readonly kind?: ActivityKind | undefined;
  /** Somebody who acted, or who was acted on. */
  readonly person?: string | undefined;
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
};

/** No address, session or directory id: these are the record's. */
const COLUMNS = [
  "id",
  "at",
  "kind",
  "purpose",
  "action",
  "actorName",
  "actorRole",
  "actorUserId",
  "actorEntityId",
  "targetType",
  "targetId",
  "targetLabel",
  "outcome",
  "reasonCode",
  "permission",
  "changes",
  "reason",
] as const satisfies readonly (keyof AuditEvent)[];
const COLUMNS_AS_FIELDS = columnsOf(COLUMNS);

type Stored = Pick<AuditEvent, (typeof COLUMNS)[number]>;
export type ActivityRow = Omit<Stored, "changes"> & { readonly changes: Changes | null };

/** One page of an entity's activity, newest first. The own entity's, for those who see its people. */
export async function readActivity(tx: ScopedTx, grant: Grant<"Users.View">, filter: ActivityFilter, cursorText?: string): Promise<Page<ActivityRow>> {
  assertGrantOf(tx, grant);
  const cursor = readCursor(cursorText, "date");
  const order = inOrder(cursor?.back ?? false);
  const narrowing = [...times(filter), ...beyond(cursor), ...byOrAbout(filter.person)];
  // Each part is read in the order of its own index, and no more of it than the page has.
  const part = (of: Prisma.Sql) => sql`(SELECT * FROM audit_event WHERE ${all([of, ...narrowing])} ${order} LIMIT ${PAGE_SIZE + 1})`;
  const rows = await tx.$queryRaw<Stored[]>(sql`
    SELECT ${COLUMNS_AS_FIELDS} FROM (${part(inside(grant, filter.kind))} UNION ALL ${part(refused(grant, filter.kind))}) AS event ${order} LIMIT ${PAGE_SIZE + 1}`);
  return keysetPage(
    rows.map((row) => ({ ...row, changes: asChanges(row.changes) })),
    cursor,
    (row) => row.at,
  );
}

const NOTHING = sql`false`;

/** Changes in the entity, and its people's sign-ins. What somebody writes to support is theirs and the operators'. */
function inside({ principal: { entity, userId } }: Grant<"Users.View">, kind: ActivityKind | undefined): Prisma.Sql {
  if (kind === "refusals") return NOTHING;
  const kinds = kind === "changes" ? sql`kind = 'change'` : kind === "sign-ins" ? sql`kind = 'sign_in'` : sql`kind IN ('change', 'sign_in')`;
  return sql`target_entity_id = ${entity.id}::uuid AND ${kinds} AND (kind = 'change' OR actor_entity_id = ${entity.id}::uuid)
    AND (target_type IS DISTINCT FROM 'support_request' OR actor_user_id = ${userId}::uuid)`;
}

/** What the entity's people were refused: in it, or where it is nobody's. */
function refused({ principal: { entity } }: Grant<"Users.View">, kind: ActivityKind | undefined): Prisma.Sql {
  if (kind !== undefined && kind !== "refusals") return NOTHING;
  return sql`actor_entity_id = ${entity.id}::uuid AND kind = 'decision' AND outcome = 'deny' AND purpose = 'access'
    AND (target_entity_id = ${entity.id}::uuid OR target_entity_id IS NULL OR target_entity_id = '00000000-0000-0000-0000-000000000000')`;
}

const times = ({ since, until }: ActivityFilter): Prisma.Sql[] => [...(since ? [sql`at >= ${since}`] : []), ...(until ? [sql`at < ${until}`] : [])];

const byOrAbout = (person: string | undefined): Prisma.Sql[] =>
  person ? [sql`(actor_user_id = ${person}::uuid OR (target_type = 'user' AND target_id = ${person}))`] : [];
