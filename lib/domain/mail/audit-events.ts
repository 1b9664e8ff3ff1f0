import { changesOf } from "@/lib/platform/audit/changes";
import type { ChangeEvent } from "@/lib/platform/audit/event";
import type { MailMessage } from "@/lib/platform/db/types";

export const mailRequeued = (before: MailMessage, after: MailMessage): ChangeEvent => ({
  action: "mail.requeued",
  target: { type: "mail", id: after.id, label: after.toAddress, entityId: after.entityId },
  changes: changesOf(before, after, ["state", "attempts", "lastError"]),
});
