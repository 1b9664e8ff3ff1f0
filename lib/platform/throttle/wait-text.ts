import { marketInstant } from "@/lib/platform/time/market-clock";

/** When to try again: the wait, and the time on the market's clock. */
export function waitText(seconds: number, now: Date): string {
  const minutes = Math.ceil(seconds / 60);
  if (minutes <= 1) return `Try again in ${seconds === 1 ? "a second" : `${seconds} seconds`}.`;
  // Rounded up to the minute, so that the named time is never too early.
  const at = new Date(Math.ceil((now.getTime() + seconds * 1_000) / 60_000) * 60_000);
  return `Try again in ${minutes} minutes, after ${marketInstant(at)}.`;
}
