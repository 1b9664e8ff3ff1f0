import { changesOf } from "@/lib/platform/audit/changes";
import type { ChangeEvent } from "@/lib/platform/audit/event";
import type { DocumentationState } from "@/lib/platform/db/types";

/** The recorded fields of one entity's documentation about another. */
export type Recorded = { readonly status: DocumentationState; readonly notes: string; readonly remindOn: string | null };

const FIELDS = ["status", "notes", "remindOn"] as const;

type Named = { readonly shortName: string };
type Direction = { readonly id: string; readonly owner: Named & { readonly entityId: string }; readonly counterparty: Named };

export const directionLabel = (owner: Named, counterparty: Named): string => `${owner.shortName} about ${counterparty.shortName}`;

/** Belongs to the owner's side of the record: the counterparty never reads it. */
export const documentationSet = ({ id, owner, counterparty }: Direction, before: Recorded, after: Recorded): ChangeEvent => ({
  action: "documentation.set",
  target: { type: "documentation", id, label: directionLabel(owner, counterparty), entityId: owner.entityId },
  changes: changesOf(before, after, FIELDS),
});
