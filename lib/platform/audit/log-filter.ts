import "server-only";
import { permissionNames } from "@/lib/platform/authz/permissions";
import type { Prisma } from "@/lib/platform/db/types";
import { joined, sql } from "@/lib/platform/db/values";
import { foldForSearch, indexed } from "@/lib/platform/lists/fold";
import type { Cursor } from "@/lib/platform/lists/keyset";
import { literal } from "@/lib/platform/lists/params";

/** What decisions are about: a permission, the panel, or a live account. */
export const ACCESSES = ["panel", "signed-in", ...permissionNames] as const;

/** `acts` leaves out what only opening pages left; `views` has the pages, `everything` also what was evaluated to draw them, `drawn` nothing else. */
export const SHOWN = ["acts", "views", "everything", "drawn"] as const;
export type Shown = (typeof SHOWN)[number];

/** Who acted: people by their ids, the portal itself, or anyone recorded under a name. */
export type ActorFilter = { readonly userIds: readonly string[] } | { readonly kind: "system" | "client" } | { readonly named: string };
/** What it was done to: things of one type by their ids, or whatever was recorded under a name. */
export type SubjectFilter = { readonly things: readonly { readonly type: string; readonly ids: readonly string[] }[] } | { readonly named: string };

/** Which entries of the log are meant; all of it must hold. `until` is not included. */
export type LogFilter = {
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
  readonly shown?: Shown | undefined;
  readonly by?: ActorFilter | undefined;
  readonly about?: SubjectFilter | undefined;
  /** People who acted, or who were acted on. */
  readonly people?: readonly string[] | undefined;
  readonly actions?: readonly string[] | undefined;
  readonly permission?: string | undefined;
  readonly outcome?: "grant" | "deny" | undefined;
  readonly kind?: "decision" | "change" | "sign_in" | undefined;
  readonly entities?: readonly string[] | undefined;
  readonly requestId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly texts?: readonly string[] | undefined;
};

type Condition = Prisma.Sql;

/** All of these; everything where there is none. */
export const all = (conditions: readonly Condition[]): Condition => (conditions.length > 0 ? joined([...conditions], " AND ") : sql`true`);
const anyOf = (conditions: readonly Condition[]): Condition => sql`(${conditions.length > 0 ? joined([...conditions], " OR ") : sql`false`})`;

/** The part of the log that is read in its order, by the index of times. */
export const place = ({ since, until, shown = "acts" }: LogFilter): Condition[] => [
  ...(since ? [sql`at >= ${since}`] : []),
  ...(until ? [sql`at < ${until}`] : []),
  ...SHOWN_AS[shown],
];

// Explicit OR: `<>` would drop NULLs.
const NOT_DRAWN = sql`(purpose = 'access' OR purpose IS NULL)`;
const SHOWN_AS: Readonly<Record<Shown, readonly Condition[]>> = {
  acts: [sql`NOT page_view`, NOT_DRAWN],
  views: [NOT_DRAWN],
  everything: [],
  drawn: [sql`purpose = 'visibility'`],
};

/** Page views instead of what is shown: what the log folds. */
export const foldedPlace = ({ since, until }: LogFilter): Condition[] => [
  ...place({ since, until, shown: "everything" }),
  sql`page_view AND purpose = 'access'`,
];

/** Everything else that narrows it. */
export function narrowing(filter: LogFilter): Condition[] {
  const { by, about, people, actions, permission, outcome, kind, entities, requestId, sessionId, texts = [] } = filter;
  return [
    ...(by ? [actedBy(by)] : []),
    ...(about ? [wasAbout(about)] : []),
    ...(people ? [anyOf([oneOfIds(sql`actor_user_id`, people), things("user", people)])] : []),
    ...(actions ? [sql`action = ANY(${[...actions]}::text[])`] : []),
    // Only decisions have a permission.
    ...(permission ? [kind && kind !== "decision" ? sql`false` : sql`permission = ${permission}`] : []),
    ...(outcome ? [sql`outcome = ${outcome}::audit_outcome`] : []),
    ...(kind ? [sql`kind = ${kind}::audit_kind`] : []),
    ...(entities ? [oneOfIds(sql`target_entity_id`, entities)] : []),
    ...(requestId ? [sql`request_id = ${requestId}::uuid`] : []),
    ...(sessionId ? [sql`session_id = ${sessionId}::uuid`] : []),
    ...texts.map((text) => sql`searched LIKE ${searchPattern(text)}`),
  ];
}

// A single id is compared plainly, as that is what an index is read in order by.
const oneOfIds = (column: Condition, ids: readonly string[]): Condition =>
  ids.length === 1 ? sql`${column} = ${ids[0]}::uuid` : sql`${column} = ANY(${[...ids]}::uuid[])`;

const things = (type: string, ids: readonly string[]): Condition =>
  ids.length === 1 ? sql`(target_type = ${type} AND target_id = ${ids[0]})` : sql`(target_type = ${type} AND target_id = ANY(${[...ids]}::text[]))`;

function actedBy(by: ActorFilter): Condition {
  if ("userIds" in by) return oneOfIds(sql`actor_user_id`, by.userIds);
  if ("kind" in by) return sql`actor_kind = ${by.kind}::audit_actor_kind`;
  return sql`(searched LIKE ${searchPattern(by.named)} AND portal_search_text(coalesce(actor_name, '') || ' ' || coalesce(actor_login, '')) LIKE ${anywhere(by.named)})`;
}

const wasAbout = (about: SubjectFilter): Condition =>
  "named" in about
    ? sql`(searched LIKE ${searchPattern(about.named)} AND portal_search_text(coalesce(target_label, '')) LIKE ${anywhere(about.named)})`
    : anyOf(about.things.map(({ type, ids }) => things(type, ids)));

/** The entries after a place in the log, or before it. */
export function beyond(cursor: Cursor | null): Condition[] {
  if (!cursor) return [];
  const { value, id, back } = cursor;
  // The range on the time alone is what an index begins at.
  return back
    ? [sql`at >= ${value}::timestamptz AND (at, id) > (${value}::timestamptz, ${id}::uuid)`]
    : [sql`at <= ${value}::timestamptz AND (at, id) < (${value}::timestamptz, ${id}::uuid)`];
}

export const inOrder = (back: boolean): Condition => (back ? sql`ORDER BY at ASC, id ASC` : sql`ORDER BY at DESC, id DESC`);

const anywhere = (text: string): string => `%${literal(foldForSearch(text))}%`;

function searchPattern(text: string): string {
  const found = indexed(text);
  return "contains" in found ? `%${found.contains}%` : `%${found.startsWith}%`;
}
