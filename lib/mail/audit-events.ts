import { changesOf } from "@/lib/audit/changes";
import type { ChangeEvent } from "@/lib/audit/event";
import type { MailMessage } from "@/lib/db/types";

export const mailRequeued = (before: MailMessage, after: MailMessage): ChangeEvent => ({
  action: "mail.requeued",
  target: { type: "mail", id: after.id, label: after.toAddress, entityId: after.entityId },
  changes: changesOf(before, after, ["state", "attempts", "lastError"]),
});
