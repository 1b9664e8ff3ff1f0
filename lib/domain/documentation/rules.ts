import { AppError } from "@/lib/platform/errors";

/** A reminder counts from its day on; both are days of the market's calendar, such as 2026-12-01. */
export const isDue = (remindOn: string | null, today: string): boolean => remindOn !== null && remindOn <= today;

/** An edit names the version it saw; somebody else's edit in between must not be overwritten unseen. */
export function assertUnchanged(version: number, seen: number, label: string): void {
  if (version !== seen)
    throw new AppError(
      "STALE_BASE",
      `What is recorded of ${label} was changed while you had this form open. Open it again to see how it stands now; what you typed is still here to copy.`,
    );
}

/** A new reminder lies ahead; one that is due already may stay while the rest is edited. */
export function assertReminderAhead(remindOn: string | null, before: string | null, today: string): void {
  if (remindOn !== null && remindOn !== before && remindOn < today) {
    const message = "This day is over. Choose today or a later day.";
    throw new AppError("INVALID_INPUT", "The reminder would be in the past.", { fieldErrors: { remindOn: message } });
  }
}
