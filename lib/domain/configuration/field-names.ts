import type { ConfigurationContent, WEEKDAYS } from "./schema";

/** Labels and units of the fields of a configuration. */

type DaylightSaving = ConfigurationContent["daylightSaving"];
type Words<T extends string> = Readonly<Record<T, string>>;

export const WEEKDAY_NAMES: Words<(typeof WEEKDAYS)[number]> = {
  monday: "Monday",
  tuesday: "Tuesday",
  wednesday: "Wednesday",
  thursday: "Thursday",
  friday: "Friday",
  saturday: "Saturday",
  sunday: "Sunday",
};

export const SESSION_TIMES: Words<DaylightSaving["sessionTimes"]> = {
  "wall-clock": "Follow the clock on the wall, in summer and in winter",
  "standard-time": "Stay on standard time all year",
};

export const CONTRACT_HOURS: Words<DaylightSaving["contractHours"]> = {
  actual: "As many as the day has: 46 half-hours when clocks go forward, 50 when they go back",
  nominal: "48 half-hours, as on any other day",
};

const WORDS: ReadonlyMap<string, Words<string>> = new Map<string, Words<string>>([
  ["days", WEEKDAY_NAMES],
  ["sessionTimes", SESSION_TIMES],
  ["contractHours", CONTRACT_HOURS],
]);

const UNITS: ReadonlyMap<string, string> = new Map([
  ["tickSize", "NZD/MWh"],
  ["minimumPrice", "NZD/MWh"],
  ["maximumPrice", "NZD/MWh"],
  ["maximumQuantity", "MW"],
  ["minimumVolume", "MW per side"],
  ["maximumSpread", "%"],
]);

/** Whether a field belongs to a configuration: `compliance.maximumSpread` does, `status` does not. */
export const isConfigured = (path: string): boolean => path.includes(".");

/** A field's value in words or with its unit. */
export function configuredText(path: string, value: string): string {
  const field = path.slice(path.lastIndexOf(".") + 1);
  const words = WORDS.get(field);
  if (words)
    return value
      .split(", ")
      .map((one) => words[one] ?? one)
      .join(", ");
  return [value, UNITS.get(field)].filter(Boolean).join(" ");
}
