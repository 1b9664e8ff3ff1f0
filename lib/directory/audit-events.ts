import type { ChangeEvent, Changes } from "@/lib/audit/event";
import type { ClaimedWrite } from "./line";

/** What becomes of writes to the directory, as it goes on the record of the person they are about. */

type About = Pick<ClaimedWrite, "id" | "entityId" | "userId" | "invitationId" | "kind" | "label">;

/** The person; a write whose invitation was deleted stands for itself. */
const targetOf = ({ id, entityId, userId, invitationId, label }: About): ChangeEvent["target"] => {
  if (userId) return { type: "user", id: userId, label, entityId };
  return invitationId ? { type: "invitation", id: invitationId, label, entityId } : { type: "directory_write", id, label, entityId };
};

const event = (action: ChangeEvent["action"], write: About, from: string, to: string, reason: string): ChangeEvent => ({
  action,
  target: targetOf(write),
  changes: { [write.kind]: { from, to } },
  reason,
});

export const writeGivenUp = (write: About, problem: string): ChangeEvent =>
  event("directory.write_given_up", write, "pending", "failed", `The directory did not take it in time. Last: ${problem}`);

export const writeCaughtUp = (write: About): ChangeEvent =>
  event("directory.write_caught_up", write, "failed", "done", "The directory took what had been given up before.");

/** A person or, for what is about everybody, the directory itself. */
type Subject = { readonly type: string; readonly id: string; readonly label: string; readonly entityId: string | null };

export const writeRetried = (target: Subject, kind: string, attempts: number): ChangeEvent => ({
  action: "directory.write_retried",
  target,
  changes: { [kind]: { from: `${attempts} attempts`, to: "pending" } },
});

export const failedWritesRetried = (target: Subject, count: number): ChangeEvent => ({
  action: "directory.failed_writes_retried",
  target,
  changes: { failed: { from: count, to: 0 } },
});

export const comparisonRequested = (target: Subject): ChangeEvent => ({ action: "directory.comparison_requested", target, changes: {} });

export const portalValueWritten = (target: Subject, changes: Changes, reason: string): ChangeEvent => ({
  action: "directory.portal_value_written",
  target,
  changes,
  reason,
});

export const directoryValueTaken = (target: Subject, changes: Changes, reason: string): ChangeEvent => ({
  action: "directory.directory_value_taken",
  target,
  changes,
  reason,
});
