import "server-only";
import type { ReadLog } from "@/lib/platform/audit/log";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { type Resolved, resolveSearch } from "./resolve";
import type { LogSearch } from "./schema";
import { parseSearch, type Search, withTerms } from "./search-language";

/** A search as it was typed, what it means, and why it cannot be run. */
export type ReadSearch = Resolved & {
  readonly search: Search;
  /** The moment that its relative times are from. */
  readonly now: Date;
  /** What was read otherwise than it may have been meant. */
  readonly notes: readonly string[];
};

/** Reads the search in an address: what was typed, with the range of the form for one. */
export async function readSearch(tx: ScopedTx, grant: ReadLog, { q = "", from, to, zone }: LogSearch & { zone: string }): Promise<ReadSearch> {
  const { problems, ...parsed } = parseSearch(q);
  const search = withTerms(parsed, { ...(from ? { since: `${from}[${zone}]` } : {}), ...(to ? { until: `${to}[${zone}]` } : {}) });
  const now = new Date();
  const resolved = await resolveSearch({ tx, grant, now, zone }, search);
  const isUnknown = ({ kind }: { kind: string }) => kind === "unknown-word";
  return {
    ...resolved,
    search,
    now,
    notes: problems.filter(isUnknown).map(({ message }) => message),
    problems: [...problems.filter((problem) => !isUnknown(problem)).map(({ message }) => message), ...resolved.problems],
  };
}
