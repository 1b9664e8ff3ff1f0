import type { BulkRunView } from "@/lib/domain/people";
import { USER_STATUSES } from "@/lib/domain/standing/model";

/** What a bulk run does, and to how many people. */
export function runTitle({ operation, status, total }: Pick<BulkRunView, "operation" | "status" | "total">): string {
  const whom = total === 1 ? "1 person" : `${total.toLocaleString("en-NZ")} people`;
  return operation === "end_sessions" || !status ? `End the sessions of ${whom}` : `Set ${whom} to ${USER_STATUSES[status].label}`;
}
