import { z } from "zod";
import { permissionNames } from "@/lib/platform/authz/permissions";
import type { Prisma } from "@/lib/platform/db/types";
import { choice, cursorParam, listedId, searchText } from "@/lib/platform/lists/params";
import { instantOf, wallTime } from "@/lib/platform/time/wall-time";

export const ACCESSES = ["panel", "signed-in", ...permissionNames] as const;
const KINDS = ["decision", "change", "sign_in"] as const;
const OUTCOMES = ["grant", "deny"] as const;
/** Without one of these the list leaves out what was only evaluated to draw a page. */
const PURPOSES = ["all", "visibility", "access"] as const;

export const auditListParams = z.strictObject({
  q: searchText,
  person: listedId,
  permission: choice(ACCESSES),
  outcome: choice(OUTCOMES),
  kind: choice(KINDS),
  purpose: choice(PURPOSES),
  entity: listedId,
  request: listedId,
  from: wallTime,
  to: wallTime,
  cursor: cursorParam,
});

export type AuditListParams = z.infer<typeof auditListParams>;

type Filter = Prisma.AuditEventWhereInput;

/** From when to when the list goes, read on a clock in `zone`. */
export const timeFilters = ({ from, to }: AuditListParams, zone: string): Filter[] => [
  ...(from ? [{ at: { gte: instantOf(from, zone, "earlier") } }] : []),
  ...(to ? [{ at: { lt: minuteAfter(instantOf(to, zone, "later")) } }] : []),
];

/** What else it is narrowed to, but for the text that is searched. */
export function auditFilters(params: Omit<AuditListParams, "q">): Filter[] {
  const { person, permission, outcome, kind, entity, request } = params;
  return [
    ...purposeFilter(params.purpose),
    ...(person ? [byOrAbout(person)] : []),
    ...(permission ? [{ permission }] : []),
    ...(outcome ? [{ outcome }] : []),
    ...(kind ? [{ kind }] : []),
    ...(entity ? [{ targetEntityId: entity }] : []),
    ...(request ? [{ requestId: request }] : []),
  ];
}

/** What a person did, and what was done to them or tried on them. */
const byOrAbout = (person: string): Filter => ({ OR: [{ actorUserId: person }, { targetType: "user", targetId: person }] });

/**
 * The filter by whose index the list is read, where one is set that may match little or nothing. Row-level security keeps the planner
 * from seeing that, so the order is led by that field, which changes nothing about it, and which only its own index is in.
 */
export function leadingFilter({
  outcome,
  kind,
  purpose,
}: AuditListParams): { outcome: "deny" } | { kind: "change" | "sign_in" } | { purpose: "visibility" } | null {
  if (outcome === "deny") return { outcome };
  if (kind === "change" || kind === "sign_in") return { kind };
  return purpose === "visibility" ? { purpose } : null;
}

/** Only decisions have a permission and a purpose. */
export const cannotMatch = ({ kind, permission, purpose }: AuditListParams): boolean =>
  kind !== undefined && kind !== "decision" && (permission !== undefined || (purpose !== undefined && purpose !== "all"));

function purposeFilter(purpose: AuditListParams["purpose"]): Filter[] {
  if (purpose === "all") return [];
  // Explicit OR: `<>` would drop NULLs.
  return [purpose ? { purpose } : { OR: [{ purpose: "access" }, { purpose: null }] }];
}

/** Times are drawn to the minute, so a range includes the whole of its last one. */
const minuteAfter = (time: Date): Date => new Date(time.getTime() + 60_000);
