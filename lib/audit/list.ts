import { z } from "zod";
import { permissionNames } from "@/lib/authz/permissions";
import type { Prisma } from "@/lib/db/types";
import { type Cursor, readCursor } from "@/lib/lists/keyset";
import { choice, cursorParam, idParam, searchText } from "@/lib/lists/params";
import { instantOf, wallTime } from "./wall-time";

export const ACCESSES = ["panel", "signed-in", ...permissionNames] as const;
const KINDS = ["decision", "change", "sign_in"] as const;
const OUTCOMES = ["grant", "deny"] as const;
/** Without one of these the list leaves out what was only evaluated to draw a page. */
const PURPOSES = ["all", "visibility", "access"] as const;

export const auditListParams = z.object({
  /** A name to look for; gives people to choose from, and filters nothing by itself. */
  who: searchText,
  person: idParam,
  permission: choice(ACCESSES),
  outcome: choice(OUTCOMES),
  kind: choice(KINDS),
  purpose: choice(PURPOSES),
  entity: idParam,
  request: idParam,
  from: wallTime,
  to: wallTime,
  cursor: cursorParam,
});

export type AuditListParams = z.infer<typeof auditListParams>;

type Filter = Prisma.AuditEventWhereInput;

/** What the list is narrowed to; its times are read on a clock in `zone`. */
export function auditFilters(params: AuditListParams, zone: string): Filter[] {
  const { person, permission, outcome, kind, entity, request, from, to } = params;
  return [
    ...purposeFilter(params.purpose),
    ...(person ? [{ actorUserId: person }] : []),
    ...(permission ? [{ permission }] : []),
    ...(outcome ? [{ outcome }] : []),
    ...(kind ? [{ kind }] : []),
    ...(entity ? [{ targetEntityId: entity }] : []),
    ...(request ? [{ requestId: request }] : []),
    ...(from ? [{ at: { gte: instantOf(from, zone, "earlier") } }] : []),
    ...(to ? [{ at: { lt: minuteAfter(instantOf(to, zone, "later")) } }] : []),
  ];
}

function purposeFilter(purpose: AuditListParams["purpose"]): Filter[] {
  if (purpose === "all") return [];
  // Spelt out: in SQL, null differs from nothing.
  return [purpose ? { purpose } : { OR: [{ purpose: "access" }, { purpose: null }] }];
}

/** Times are drawn to the minute, so a range includes the whole of its last one. */
const minuteAfter = (time: Date): Date => new Date(time.getTime() + 60_000);

export type MomentCursor = Cursor & { readonly value: Date };

/** The cursor in an address, if it is one of this list. */
export function auditCursor(text: string | undefined): MomentCursor | null {
  const cursor = readCursor(text, "date");
  return cursor && cursor.value instanceof Date ? { ...cursor, value: cursor.value } : null;
}

/** A cursor's time has lost its microseconds: this only tells the index where to start, a little too early. */
export function nearCursor(cursor: MomentCursor | null): Filter[] {
  if (!cursor) return [];
  const { value, back } = cursor;
  return [{ at: back ? { gte: new Date(value.getTime() - 1) } : { lte: new Date(value.getTime() + 1) } }];
}
