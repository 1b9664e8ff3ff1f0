import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { AppError } from "@/lib/platform/errors";
import type { Reason } from "@/lib/platform/unit-of-work/refuse";

type Stored = {
  readonly id: string;
  readonly entityId: string;
  readonly subject: string;
  readonly userId: string;
  readonly version: number;
  readonly state: "open" | "answered" | "closed";
};

/** A frozen person writes only in their own threads: helping others is a change. */
export const whyNotHelp = (request: Pick<Stored, "userId">, { userId, status }: UserPrincipal): Reason | null =>
  status === "frozen" && request.userId !== userId ? FROZEN : null;

const FROZEN: Reason = { code: "NOT_AUTHORISED", message: "Your account is frozen: you may read this request, and write only in requests of your own." };

export const subjectOf = ({ id, subject, entityId }: Pick<Stored, "id" | "subject" | "entityId">) => ({
  type: "support_request",
  id,
  label: subject,
  entityId,
});

/** Closing a thread with an unseen message would leave it unread. */
export function assertUnchanged(request: Stored, seen: number): void {
  if (request.version !== seen) throw new AppError("STALE_BASE", "There is a newer message in this request. Read it first, then close the request.");
}

export function assertNotClosed(request: Stored): void {
  if (request.state === "closed") throw new AppError("ILLEGAL_TRANSITION", "This request is closed already. Writing in it opens it again.");
}

/** Requesting a permission one already has only costs other people's time. */
export function assertPermissionMissing(held: boolean): void {
  if (held) throw new AppError("INVALID_INPUT", "You have this already: nothing needs to be asked. See My access for what it opens.");
}
