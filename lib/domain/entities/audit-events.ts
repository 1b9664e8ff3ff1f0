import { changesOf } from "@/lib/platform/audit/changes";
import type { ChangeEvent } from "@/lib/platform/audit/event";
import type { Entity } from "@/lib/platform/db/types";

/** The recorded fields of an entity. */
const FIELDS = ["code", "legalName", "shortName", "status"] as const;

const event = (action: ChangeEvent["action"], before: Entity | null, after: Entity, reason?: string): ChangeEvent => ({
  action,
  target: { type: "entity", id: after.id, label: after.shortName, entityId: after.id },
  changes: changesOf(before, after, FIELDS),
  ...(reason ? { reason } : {}),
});

export const entityCreated = (entity: Entity): ChangeEvent => event("entity.created", null, entity);
export const entityEdited = (before: Entity, after: Entity): ChangeEvent => event("entity.edited", before, after);
export const entitySuspended = (before: Entity, after: Entity, reason: string): ChangeEvent => event("entity.suspended", before, after, reason);
export const entityReinstated = (before: Entity, after: Entity, reason: string): ChangeEvent => event("entity.reinstated", before, after, reason);
