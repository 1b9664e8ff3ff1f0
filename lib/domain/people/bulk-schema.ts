import { z } from "zod";
import { choice, cursorParam, type SearchParams } from "@/lib/platform/lists/params";
import { id, reason } from "@/lib/platform/operations/input";
import { SETTABLE_STATUSES, type UserFilters, userFilters } from "./schema";

/** What can be done to many people at once. */
export const BULK_CHANGES = [...SETTABLE_STATUSES, "end_sessions"] as const;
export type BulkChange = (typeof BULK_CHANGES)[number];

/** More than one person looks through, and what one run takes at most. */
export const MOST_CHOSEN = 100;
export const MOST_AT_ONCE = 10_000;

/** Whom it is about: these, by their ids, or all whom the filters leave. */
export type BulkScope = { readonly ids: readonly string[] } | { readonly filters: UserFilters };

const INCOMPLETE = "This form is not complete; open it again.";
const ids = z.array(z.uuid(INCOMPLETE)).min(1, INCOMPLETE).max(MOST_CHOSEN, INCOMPLETE).readonly();

/** What an address says for everybody whom the list's filters leave: said in so many words, since no filter leaves everybody. */
export const ALL_MATCHING = { chosen: "matching" } as const;

/** The scope that an address names: `ids=` once for each of those who are chosen, or the filters of the list. Otherwise nobody. */
export function scopeFrom(params: SearchParams): BulkScope {
  if (params.chosen === ALL_MATCHING.chosen) return { filters: userFilters.parse(params) };
  const named = ids.safeParse([params.ids ?? []].flat());
  return { ids: named.success ? [...new Set(named.data)] : [] };
}

/** The scope as a form carries it. */
export const scopeText = (scope: BulkScope): string => JSON.stringify(scope);

const scope = z.union([z.strictObject({ ids }), z.strictObject({ filters: userFilters.strict() })], INCOMPLETE);

export const startBulkInput = z.strictObject({
  scope,
  /** How many people the form said it is about. */
  seen: z.int(INCOMPLETE).min(0).max(999_999),
  /** Which people they were. */
  selection: z.string().regex(/^[0-9a-f]{64}$/, INCOMPLETE),
  change: z.enum(BULK_CHANGES, "Choose what is to be done."),
  reason,
});
export const continueBulkInput = z.strictObject({ id });

export type StartBulk = z.infer<typeof startBulkInput>;

export const bulkRowParams = z.object({ state: choice(["waiting", "done", "failed"]), cursor: cursorParam });
