import { z } from "zod";
import { isStorable } from "@/lib/platform/operations/input";

/** The content of one configuration. Amounts are decimal strings, so that no price passes through a float. */

export const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
const HALF_HOURS = 48;
const DECIMALS = 4;

export const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "write it as hours and minutes, such as 09:00");
const code = z.string().regex(/^[A-Z]{2,8}$/, "use 2 to 8 capital letters");
const name = z
  .string()
  .trim()
  .min(1, "write a name")
  .max(80, "a name may have 80 characters at most")
  .refine(isStorable, "a name has characters that cannot be stored");
export const decimal = z.string().regex(/^(0|[1-9]\d{0,6})(\.\d{1,4})?$/, "write it as a decimal number, such as 0.05");
export const positive = decimal.refine((text) => scaled(text) > 0n, "must be more than zero");
const halfHour = z.int("half-hours are numbered 1 to 48").min(1, "half-hours are numbered 1 to 48").max(HALF_HOURS, "half-hours are numbered 1 to 48");

/** An exact integer of ten-thousandths; zero when the pattern has already rejected it. */
function scaled(text: string): bigint {
  const [whole = "", fraction = ""] = text.split(".");
  const digits = whole + fraction.padEnd(DECIMALS, "0");
  return /^\d+$/.test(digits) ? BigInt(digits) : 0n;
}

const areDistinct = (values: readonly (string | number)[]): boolean => new Set(values).size === values.length;
const distinctCodes = (list: readonly { code: string }[]): boolean => areDistinct(list.map((item) => item.code));

export const marketHours = z
  .strictObject({
    timeZone: z.literal("Pacific/Auckland").describe("The zone of every time of day in this configuration"),
    days: z.array(z.enum(WEEKDAYS)).min(1).refine(areDistinct, "names a day twice").describe("Days on which the market opens, holidays excepted"),
    preopen: time.describe("Orders are taken from this time of day, and not yet matched"),
    open: time.describe("Trading starts at this time of day, once the auction is done"),
    close: time.describe("Trading ends at this time of day"),
  })
  .refine(({ preopen, open, close }) => preopen < open && open < close, "pre-open, open and close must follow one another");

export const auctionWindow = z
  .strictObject({
    from: time.describe("The opening auction starts at this time of day"),
    until: time.describe("The opening auction is over at this time of day"),
  })
  .refine(({ from, until }) => from < until, "the auction must start before it ends");

export const holiday = z.strictObject({
  date: z.iso.date().describe("Calendar date in the market's zone"),
  name,
});

export const node = z.strictObject({ code, name: name.describe("The grid point's name") });

const periods = z
  .strictObject({ first: halfHour, last: halfHour })
  .refine(({ first, last }) => first <= last, "must not end before it starts")
  .describe("Half-hours of the day, both included; 1 is 00:00 to 00:30 and 48 is 23:30 to 24:00");

const halfHoursOf = (list: readonly { first: number; last: number }[]): number[] =>
  list.flatMap(({ first, last }) => Array.from({ length: Math.max(last - first + 1, 0) }, (_, index) => first + index));

export const profile = z.strictObject({
  code,
  name,
  periods: z
    .array(periods)
    .min(1)
    .refine((list) => areDistinct(halfHoursOf(list)), "counts a half-hour twice"),
});

export const contract = z
  .strictObject({
    term: z.enum(["monthly", "quarterly"]).describe("How long a contract delivers"),
    listedAhead: z.int().min(1).max(60).describe("How many contracts are listed at a time, in months or quarters"),
    tickSize: positive.describe("Smallest price step, in NZD/MWh"),
    minimumPrice: decimal.describe("Lowest price that an order may name, in NZD/MWh"),
    maximumPrice: positive.describe("Highest price that an order may name, in NZD/MWh"),
    maximumQuantity: positive.describe("Largest quantity of one order, in MW"),
  })
  .refine(({ minimumPrice, maximumPrice }) => scaled(minimumPrice) < scaled(maximumPrice), "the lowest price must be below the highest")
  .refine(isOnTicks, "both price bounds must be whole numbers of ticks");

/** Whether both price bounds are multiples of the tick size. */
export function isOnTicks({ tickSize, minimumPrice, maximumPrice }: { tickSize: string; minimumPrice: string; maximumPrice: string }): boolean {
  const tick = scaled(tickSize);
  return tick > 0n && scaled(minimumPrice) % tick === 0n && scaled(maximumPrice) % tick === 0n;
}

const products = z.strictObject({
  priceUnit: z.literal("NZD/MWh"),
  quantityUnit: z.literal("MW"),
  nodes: z.array(node).min(1).refine(distinctCodes, "names a node twice"),
  profiles: z.array(profile).min(1).refine(distinctCodes, "names a profile twice"),
  contracts: z
    .array(contract)
    .min(1)
    .refine((list) => areDistinct(list.map(({ term }) => term)), "names a term twice"),
});

export const daylightSaving = z.strictObject({
  sessionTimes: z.enum(["wall-clock", "standard-time"]).describe("Whether market hours follow the clock on the wall or stay on standard time all year"),
  contractHours: z
    .enum(["actual", "nominal"])
    .describe("Hours of a changeover day in a contract: as many as there are (46 or 50 half-hours), or 48 half-hours as on any day"),
});

export const compliance = z.strictObject({
  minimumVolume: positive.describe("Least volume that a market maker must quote, in MW per side"),
  maximumSpread: positive
    .refine((text) => scaled(text) <= scaled("100"), "must be at most 100")
    .describe("Widest spread between a market maker's two prices, in %"),
});

export const support = z
  .strictObject({
    email: z.email("write an e-mail address").max(254).describe("Where people write when the portal cannot help them"),
    phone: z
      .string()
      .regex(/^\+[1-9][\d ]{6,20}$/, "write it with the country code, such as +64 4 555 0100")
      .describe("The number to call while the desk is staffed"),
    from: time.describe("The desk is staffed from this time of day, on trading days"),
    until: time.describe("The desk is staffed until this time of day, on trading days"),
  })
  .refine(({ from, until }) => from < until, "the desk must open before it closes");

const sections = {
  marketHours,
  auctionWindow,
  holidays: z
    .array(holiday)
    .max(200)
    .refine((list) => areDistinct(list.map(({ date }) => date)), "names a date twice"),
  products,
  daylightSaving,
  compliance,
  support,
};

/** A draft: each section is valid on its own, but not necessarily all of them together. */
export const draftContent = z.strictObject(sections);

/** Whether the auction lies between pre-open and open. */
export const isAuctionInTime = ({ marketHours, auctionWindow }: Pick<ConfigurationContent, "marketHours" | "auctionWindow">): boolean =>
  marketHours.preopen <= auctionWindow.from && auctionWindow.until <= marketHours.open;

export const configurationContent = draftContent.refine(isAuctionInTime, {
  path: ["auctionWindow"],
  message: "the auction must lie between pre-open and open",
});

export type ConfigurationContent = z.infer<typeof draftContent>;
