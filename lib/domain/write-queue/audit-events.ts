import type { ChangeEvent } from "@/lib/platform/audit/event";
import type { ClaimedWrite } from "./claim";

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
