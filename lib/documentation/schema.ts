import { z } from "zod";
import { choice, cursorParam, idParam, searchText } from "@/lib/lists/params";

export const DOCUMENTATION_STATES = ["no_docs", "pending", "docs_in_place", "suspended"] as const;

export const pairListParams = z.object({
  q: searchText,
  status: choice(DOCUMENTATION_STATES),
  entity: idParam,
  trading: choice(["allowed", "blocked"]),
  cursor: cursorParam,
});

export type PairListParams = z.infer<typeof pairListParams>;

const ids = z.tuple([z.uuid(), z.uuid()]);

/** How an address names a pair; `readPairId` takes the two in either order. */
export const pairId = (a: { readonly id: string }, b: { readonly id: string }): string => `${a.id}_${b.id}`;

/** The two entities that an address names; null for anything else. */
export const readPairId = (text: string): readonly [string, string] | null => ids.safeParse(text.split("_")).data ?? null;
