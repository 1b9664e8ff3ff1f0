import { type Search, termOf, type Word, withTerms, writeSearch } from "@/lib/domain/audit/model";
import { listHref } from "@/lib/platform/lists/params";
import type { PageAddress } from "@/lib/platform/local-path";

export const AUDIT_PATH = "/admin/audit";

type Change = { readonly [word in Word]?: string | null };

/** The log's address for a search. */
export const logHref = (search: Search, more: Readonly<Record<string, string | undefined>> = {}): PageAddress =>
  listHref(AUDIT_PATH, { q: writeSearch(search), ...more });

/** The same with some filters set, or taken out where null. */
export const changedHref = (search: Search, change: Change): PageAddress => logHref(withTerms(search, change));

/** The log narrowed by these filters alone. */
export const filteredHref = (change: Change): PageAddress => changedHref({ terms: [], texts: [] }, change);

export const isEmpty = ({ terms, texts }: Search): boolean => terms.length + texts.length === 0;

export const presetOf = (search: Search): string | undefined => (termOf(search, "until") === undefined ? termOf(search, "since") : undefined);
