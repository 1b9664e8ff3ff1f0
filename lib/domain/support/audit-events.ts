import { changesOf } from "@/lib/platform/audit/changes";
import type { ChangeEvent } from "@/lib/platform/audit/event";
import type { SupportRequest } from "@/lib/platform/db/types";

/** The text of messages stays in the request; the record has that they were sent, and the outcome. */
const FIELDS = ["kind", "subject", "asksFor", "everyEntity", "state"] as const;

const event = (action: ChangeEvent["action"], before: SupportRequest | null, after: SupportRequest): ChangeEvent => ({
  action,
  target: { type: "support_request", id: after.id, label: after.subject, entityId: after.entityId },
  changes: changesOf(before, after, FIELDS),
});

export const supportOpened = (request: SupportRequest): ChangeEvent => event("support.opened", null, request);
export const supportReplied = (before: SupportRequest, after: SupportRequest): ChangeEvent =>
  event(after.state === "answered" ? "support.answered" : "support.replied", before, after);
export const supportClosed = (before: SupportRequest, after: SupportRequest): ChangeEvent => event("support.closed", before, after);
