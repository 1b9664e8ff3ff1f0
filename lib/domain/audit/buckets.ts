import type { Temporal } from "temporal-polyfill";
import { inZone } from "@/lib/platform/time/market-clock";

/** The bars above the log: equal steps of the clock in the reader's zone. */
export type Step = "minutes" | "hours" | "days" | "weeks" | "months";
export type Buckets = { readonly step: Step /** The start of each bar, and the end of the last. */; readonly edges: readonly Date[] };

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Bars without `since:` go back so far. */
const USUAL_DAYS = 30;
const MOST_BARS = 130;
const STEPS = [
  { upTo: 3 * HOUR, step: "minutes" },
  { upTo: 44 * HOUR, step: "hours" },
  { upTo: 44 * DAY, step: "days" },
  { upTo: 300 * DAY, step: "weeks" },
] as const;

/** Which bars a time range has; the newest one may not be over. */
export function bucketsOf({ since, until, now, zone }: { since: Date | undefined; until: Date | undefined; now: Date; zone: string }): Buckets {
  const end = until && until < now ? until : now;
  const start = since && since < end ? since : new Date(end.getTime() - USUAL_DAYS * DAY);
  const length = end.getTime() - start.getTime();
  // Few enough that each is wide enough to be pressed.
  const step = STEPS.find(({ upTo }) => length <= upTo)?.step ?? "months";
  const edges = [floor(start, step, zone)];
  for (let edge = edges[0]; edge && edge.epochMilliseconds < end.getTime() && edges.length <= MOST_BARS; edges.push(edge)) edge = edge.add(LENGTHS[step]);
  return { step, edges: edges.map(({ epochMilliseconds }) => new Date(epochMilliseconds)) };
}

const LENGTHS = { minutes: { minutes: 5 }, hours: { hours: 1 }, days: { days: 1 }, weeks: { weeks: 1 }, months: { months: 1 } } as const;

/** The start of the step that an instant is in: weeks begin on Monday. */
function floor(at: Date, step: Step, zone: string): Temporal.ZonedDateTime {
  const local = inZone(at, zone);
  if (step === "minutes") return local.round({ smallestUnit: "minute", roundingIncrement: 5, roundingMode: "floor" });
  if (step === "hours") return local.round({ smallestUnit: "hour", roundingMode: "floor" });
  const day = local.startOfDay();
  if (step === "weeks") return day.subtract({ days: day.dayOfWeek - 1 }).startOfDay();
  return step === "months" ? day.with({ day: 1 }).startOfDay() : day;
}
