import { MARKET_ZONE } from "@/lib/configuration/trading-time";

const clock = new Intl.DateTimeFormat("en-NZ", {
  timeZone: MARKET_ZONE,
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
  timeZoneName: "short",
});

/** Messages tell the market's time: they do not know where they are read. */
export const instant = (at: Date): string => clock.format(at);
