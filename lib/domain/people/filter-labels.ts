import { USER_STATUSES } from "@/lib/domain/standing/model";
import { roleLabel } from "@/lib/platform/authz/roles";
import type { SEEN, UserFilters } from "./schema";

/** Labels of the user list's filters, on screen and on the record. */

export const SEEN_LABELS: Readonly<Record<(typeof SEEN)[number], string>> = {
  "within-7": "Seen in the last 7 days",
  "within-30": "Seen in the last 30 days",
  "over-30": "Not seen for 30 days",
  "over-90": "Not seen for 90 days",
  never: "Never seen",
};

export const DIRECTORY_LABELS = { pending: "Pending in directory" } as const;

/** `entity` is the name of the entity in the filters. */
export function filtersInWords({ q, role, status, seen, directory }: UserFilters, entity: string | null): string {
  const words = [
    q && `“${q}”`,
    role && roleLabel(role),
    status && USER_STATUSES[status].label,
    entity,
    seen && SEEN_LABELS[seen],
    directory && DIRECTORY_LABELS[directory],
  ].filter(Boolean);
  return words.length > 0 ? `All who match: ${words.join(", ")}` : "Everybody in the list";
}
