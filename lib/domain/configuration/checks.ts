import { Temporal } from "temporal-polyfill";
import { marketDate } from "@/lib/platform/time/market-clock";
import { differencesBetween } from "./difference";
import { areSameHalfHours, HALF_HOUR_TABLE } from "./half-hour-table";
import { type ConfigurationContent, configurationContent, isAuctionInTime, isOnTicks } from "./schema";
import { isTradingTime } from "./trading-time";

/** Automatic checks of a change, shown before a person decides. A problem blocks both proposing and approving. */
export type Check = {
  readonly name: string;
  readonly level: "fine" | "warning" | "problem";
  /** The problem, or the fact. */
  readonly says: string;
};

/** A change to `base` that takes effect at an instant: its effective time, or now. */
export type Change = { readonly base: ConfigurationContent; readonly content: ConfigurationContent; readonly from: Date };

/** Runs every check, in reading order. Pure. */
export const checksOf = (change: Change): readonly Check[] => [
  somethingChanges(change),
  inRange(change),
  hoursInOrder(change),
  holidaysAhead(change),
  ticksDivide(change),
  profilesOfTheTable(change),
  contractsInUse(change),
  sessionInProgress(change),
];

/** The blocking problems in words; empty when there are none. */
export const problemsOf = (change: Change): readonly string[] =>
  checksOf(change)
    .filter(({ level }) => level === "problem")
    .map(({ says }) => says);

/** The names of the warnings, which an approval must confirm. */
export const warningsOf = (checks: readonly Check[]): readonly string[] => checks.filter(({ level }) => level === "warning").map(({ name }) => name);

const fine = (name: string, says: string): Check => ({ name, level: "fine", says });
const list = (words: readonly string[]): string => new Intl.ListFormat("en-NZ").format(words);

function somethingChanges({ base, content }: Change): Check {
  const { length } = differencesBetween(base, content);
  if (length === 0) return { name: "Something changes", level: "problem", says: "Nothing differs from the version in force." };
  return fine("Something changes", length === 1 ? "One field differs." : `${length} fields differ.`);
}

function inRange({ content }: Change): Check {
  const { error } = configurationContent.safeParse(content);
  const issue = error?.issues.find(({ path }) => path[0] !== "auctionWindow");
  if (issue) return { name: "Values in range", level: "problem", says: `${issue.path.join(".")}: ${issue.message}.` };
  return fine("Values in range", "Every value is of its kind and within its bounds.");
}

function hoursInOrder({ content }: Change): Check {
  const { preopen, open, close } = content.marketHours;
  const { from, until } = content.auctionWindow;
  if (!isAuctionInTime(content))
    return {
      name: "Hours in order",
      level: "problem",
      says: `The auction, ${from} to ${until}, must lie between pre-open at ${preopen} and open at ${open}.`,
    };
  return fine("Hours in order", `Pre-open ${preopen}, auction ${from} to ${until}, open ${open}, close ${close}.`);
}

/** A day that has begun cannot change: people are already trading, or on holiday. */
function holidaysAhead({ base, content, from }: Change): Check {
  const today = marketDate(from);
  const named = (holidays: ConfigurationContent["holidays"]) => new Map(holidays.map(({ date, name }) => [date, name]));
  const [before, after] = [named(base.holidays), named(content.holidays)];
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter((date) => before.get(date) !== after.get(date));
  const late = changed.filter((date) => date <= today && before.has(date) !== after.has(date));
  if (late.length > 0)
    return {
      name: "Holidays in the future",
      level: "problem",
      says: `${list(late)} will have begun on ${today}: a holiday comes or goes only before its day.`,
    };
  return fine("Holidays in the future", changed.length === 0 ? "No holiday changes." : `Every holiday that changes is after ${today}.`);
}

function ticksDivide({ content }: Change): Check {
  const name = "Ticks divide the price bounds";
  const off = content.products.contracts.filter((contract) => !isOnTicks(contract));
  if (off.length > 0)
    return {
      name,
      level: "problem",
      says: list(
        off.map(({ term, tickSize, minimumPrice, maximumPrice }) => `${term}: ${minimumPrice} to ${maximumPrice} is not in steps of ${tickSize}`),
      ).concat("."),
    };
  const ticks = content.products.contracts.map(({ term, tickSize }) => `${term} ${tickSize}`);
  return fine(name, `Each bound is a whole number of ticks: ${list(ticks)} ${content.products.priceUnit}.`);
}

function profilesOfTheTable({ content }: Change): Check {
  const wrong = content.products.profiles.filter(({ code, periods }) => {
    const own = HALF_HOUR_TABLE.get(code);
    return own && !areSameHalfHours(own, periods);
  });
  if (wrong.length > 0)
    return {
      name: "Profiles follow the half-hour table",
      level: "problem",
      says: `${list(wrong.map(({ code }) => code))} must have exactly the half-hours of the exchange’s table. Give other half-hours a code of their own.`,
    };
  return fine("Profiles follow the half-hour table", "Every profile of the table has its half-hours.");
}

/** Contracts are listed per node, profile and term; listed contracts may already be traded. */
function contractsInUse({ base, content }: Change): Check {
  const name = "Contracts in use";
  const profiles = new Map(content.products.profiles.map(({ code, periods }) => [code, periods]));
  const reshaped = base.products.profiles.filter(({ code, periods }) => {
    const now = profiles.get(code);
    return now && !areSameHalfHours(periods, now);
  });
  if (reshaped.length > 0)
    return { name, level: "problem", says: `Contracts on ${list(reshaped.map(({ code }) => code))} are listed: what they deliver cannot change any more.` };
  const listed = listedContracts(content);
  const gone = [...listedContracts(base)].map(([contract, count]) => [contract, count - (listed.get(contract) ?? 0)] as const).filter(([, count]) => count > 0);
  const count = gone.reduce((sum, [, missing]) => sum + missing, 0);
  if (count > 0) return { name, level: "warning", says: `Takes ${count} listed contracts off the market: ${list(gone.map(([contract]) => contract))}.` };
  return fine(name, "Every contract that is listed stays listed, and delivers what it did.");
}

/** The number of contracts of each kind listed at a time. */
const listedContracts = ({ products: { nodes, profiles, contracts } }: ConfigurationContent): ReadonlyMap<string, number> =>
  new Map(
    nodes.flatMap((node) =>
      profiles.flatMap((profile) => contracts.map(({ term, listedAhead }) => [`${node.code} ${profile.code} ${term}`, listedAhead] as const)),
    ),
  );

function sessionInProgress({ base, content, from }: Change): Check {
  const name = "No session is cut across";
  const ofSession = (one: ConfigurationContent) => JSON.stringify([one.marketHours, one.auctionWindow, one.daylightSaving.sessionTimes]);
  if (ofSession(base) !== ofSession(content) && isTradingTime(base, from)) {
    const at = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(base.marketHours.timeZone).toPlainTime().toString().slice(0, 5);
    return { name, level: "warning", says: `Hours change at ${at}, in the middle of a session. Name a time of effect after the close.` };
  }
  return fine(name, "The session of the day keeps its hours.");
}
