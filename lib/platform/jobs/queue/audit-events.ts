import type { ChangeEvent } from "@/lib/platform/audit/event";

type About = { readonly id: string; readonly label: string; readonly entityId: string | null };

const event = (action: ChangeEvent["action"], { id, label, entityId }: About, from: string, to: string, reason: string): ChangeEvent => ({
  action,
  target: { type: "job", id, label, entityId },
  changes: { state: { from, to } },
  reason,
});

export const jobFailed = (job: About, problem: string): ChangeEvent => event("job.failed", job, "pending", "failed", problem);

export const jobCancelled = (job: About, why: string): ChangeEvent => event("job.cancelled", job, "pending", "cancelled", why);
