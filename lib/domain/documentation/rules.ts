import { AppError } from "@/lib/platform/errors";

/** A reminder is due from its day on; both are days on the market's calendar, such as 2026-12-01. */
export const isDue = (remindOn: string | null, today: string): boolean => remindOn !== null && remindOn <= today;

/** Optimistic lock: an edit names the version it saw, so it cannot overwrite another edit unseen. */
export function assertUnchanged(version: number, seen: number, label: string): void {
  if (version !== seen)
    throw new AppError(
      "STALE_BASE",
      `What is recorded of ${label} was changed while you had this form open. Open it again to see how it stands now; what you typed is still here to copy.`,
    );
}

/** A new reminder must be in the future; one that is already due may stay while other fields are edited. */
export function assertReminderAhead(remindOn: string | null, before: string | null, today: string): void {
  if (remindOn !== null && remindOn !== before && remindOn < today) {
    const message = "This day is over. Choose today or a later day.";
    throw new AppError("INVALID_INPUT", "The reminder would be in the past.", { fieldErrors: { remindOn: message } });
  }
}
