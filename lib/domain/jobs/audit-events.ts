import { changesOf } from "@/lib/platform/audit/changes";
import type { ChangeEvent } from "@/lib/platform/audit/event";
import type { Job } from "@/lib/platform/db/types";

const event =
  (action: ChangeEvent["action"]) =>
  (before: Job, after: Job): ChangeEvent => ({
    action,
    target: { type: "job", id: after.id, label: after.label, entityId: after.entityId },
    changes: changesOf(before, after, ["state", "attempts", "lastError"]),
  });

export const jobRetried = event("job.retried");
export const jobDiscarded = event("job.discarded");
