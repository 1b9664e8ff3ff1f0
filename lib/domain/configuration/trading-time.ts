import { inZone } from "@/lib/platform/time/market-clock";
import { type ConfigurationContent, WEEKDAYS } from "./schema";

/** The standard time of the market's zone. */
const STANDARD_TIME = "+12:00";

/** Whether an instant lies between pre-open and close of a trading day, on the clock that market hours follow. */
export function isTradingTime({ marketHours, holidays, daylightSaving }: ConfigurationContent, instant: Date): boolean {
  const at = inZone(instant, daylightSaving.sessionTimes === "standard-time" ? STANDARD_TIME : marketHours.timeZone);
  const date = at.toPlainDate();
  const weekday = WEEKDAYS[date.dayOfWeek - 1];
  const time = at.toPlainTime().toString().slice(0, 5);
  const isTradingDay = marketHours.days.some((day) => day === weekday) && holidays.every((holiday) => holiday.date !== date.toString());
  return isTradingDay && marketHours.preopen <= time && time < marketHours.close;
}
