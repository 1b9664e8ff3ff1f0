import { z } from "zod";
import { USER_STATUSES } from "@/lib/domain/standing/model";
import type { BulkOperation, UserStatus } from "@/lib/platform/db/types";
import { choice, cursorParam, type SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { id, reason } from "@/lib/platform/operations/input";
import { SETTABLE_STATUSES, type UserFilters, userFilters } from "./schema";

/** The bulk actions. */
export const BULK_CHANGES = [...SETTABLE_STATUSES, "end_sessions"] as const;
export type BulkChange = (typeof BULK_CHANGES)[number];

/** The limit of one run, and more than one person reviews. */
export const MOST_CHOSEN = 100;
export const MOST_AT_ONCE = 10_000;

/** The people in scope: these ids, or everybody matching the filters. */
export type BulkScope = { readonly ids: readonly string[] } | { readonly filters: UserFilters };

const INCOMPLETE = "This form is not complete; open it again.";
const ids = z.array(z.uuid(INCOMPLETE)).min(1, INCOMPLETE).max(MOST_CHOSEN, INCOMPLETE).readonly();

/** The parameter for everybody matching the filters: explicit, because empty filters match everybody. */
export const ALL_MATCHING = { chosen: "matching" } as const;

/** The scope in an address: `ids=` per chosen person, or the list's filters. Nobody otherwise. */
export function scopeFrom(params: SearchParams): BulkScope {
  if (params.chosen === ALL_MATCHING.chosen) return { filters: searchOf(userFilters, params) };
  const named = ids.safeParse([params.ids ?? []].flat());
  return { ids: named.success ? [...new Set(named.data)] : [] };
}

/** The scope as a form carries it. */
export const scopeText = (scope: BulkScope): string => JSON.stringify(scope);

const scope = z.union([z.strictObject({ ids }), z.strictObject({ filters: userFilters })], INCOMPLETE);

export const startBulkInput = z.strictObject({
  scope,
  /** The number of people shown on the form. */
  seen: z.int(INCOMPLETE).min(0).max(999_999),
  /** The hash of the people shown. */
  selection: z.string().regex(/^[0-9a-f]{64}$/, INCOMPLETE),
  change: z.enum(BULK_CHANGES, "Choose what is to be done."),
  reason,
});
export const bulkRunInput = z.strictObject({ id });
export const bulkRunPageInput = bulkRunInput.extend({ state: choice(["waiting", "done", "failed"]), cursor: cursorParam });
/** Everybody who matches the filters, or the people named; with neither, nobody. */
export const bulkFormInput = userFilters.extend({ ids: ids.optional(), matching: z.boolean().optional() });

export type StartBulk = z.infer<typeof startBulkInput>;

const people = (count: number): string => (count === 1 ? "1 person" : `${count.toLocaleString("en-NZ")} people`);

type Run = { readonly operation: BulkOperation; readonly status: UserStatus | null; readonly total: number };

/** What a bulk run does, and to how many people. */
export const runTitle = ({ operation, status, total }: Run): string =>
  operation === "end_sessions" || !status ? `End the sessions of ${people(total)}` : `Set ${people(total)} to ${USER_STATUSES[status].label}`;
