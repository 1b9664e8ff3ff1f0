import { z } from "zod";
import { email, versionOrNone } from "@/lib/platform/operations/input";
import {
  type ConfigurationContent,
  compliance,
  daylightSaving,
  decimal,
  draftContent,
  holiday,
  node,
  positive,
  profile,
  support,
  time,
  WEEKDAYS,
} from "./schema";
import { writeHolidays, writeNodes, writeProfiles } from "./text-lists";

/** The sections of a configuration: the fields of each form, and the content it produces. */

/** A term with no contracts listed ahead is not listed at all. */
const term = z.strictObject({
  listedAhead: z.int("write it as a whole number").min(0, "write it as a whole number").max(99, "write it as a whole number below 100"),
  tickSize: positive,
  minimumPrice: decimal,
  maximumPrice: positive,
  maximumQuantity: positive,
});

/** The version that a form names before a draft exists. */
export const NEW_DRAFT = 0;

/** Every section names the draft version that was shown, or `NEW_DRAFT`. */
const seen = { version: versionOrNone };

/** A bound above what a form has room for. */
const LONGEST_LIST = 2_000;
const listOf = <T extends z.ZodType>(entry: T) => z.array(entry).max(LONGEST_LIST, `may have ${LONGEST_LIST} entries at most`);

/** The input of each section's form. */
export const SECTION_INPUTS = {
  hours: z.strictObject({ section: z.literal("hours"), ...seen, days: z.array(z.enum(WEEKDAYS)), preopen: time, open: time, close: time }),
  auction: z.strictObject({ section: z.literal("auction"), ...seen, from: time, until: time }),
  holidays: z.strictObject({ section: z.literal("holidays"), ...seen, holidays: listOf(holiday) }),
  nodes: z.strictObject({ section: z.literal("nodes"), ...seen, nodes: listOf(node) }),
  profiles: z.strictObject({ section: z.literal("profiles"), ...seen, profiles: listOf(profile) }),
  contracts: z.strictObject({ section: z.literal("contracts"), ...seen, monthly: term, quarterly: term }),
  "daylight-saving": z.strictObject({ section: z.literal("daylight-saving"), ...seen, ...daylightSaving.shape }),
  compliance: z.strictObject({ section: z.literal("compliance"), ...seen, ...compliance.shape }),
  support: z.strictObject({ section: z.literal("support"), ...seen, email, phone: support.shape.phone, from: time, until: time }),
};

const { hours, auction, ...others } = SECTION_INPUTS;
export const sectionInput = z.discriminatedUnion("section", [hours, auction, ...Object.values(others)]);

export type SectionInput = z.infer<typeof sectionInput>;
export type SectionId = SectionInput["section"];

export const SECTIONS = [
  { id: "hours", label: "Market hours", about: "On which days the market opens, and when. Times of day in Pacific/Auckland." },
  { id: "auction", label: "Auction window", about: "When the opening auction takes place, between pre-open and open." },
  { id: "holidays", label: "Holidays", about: "Days without a market. A holiday comes or goes only before its day." },
  { id: "nodes", label: "Nodes", about: "Grid points at which contracts are settled." },
  { id: "profiles", label: "Profiles", about: "Half-hours of the day that a contract covers; 1 is 00:00 to 00:30, 48 is 23:30 to 24:00." },
  { id: "contracts", label: "Contracts", about: "Terms that are listed for every node and profile, with their tick sizes and bounds." },
  { id: "daylight-saving", label: "Daylight saving", about: "What happens on the two days a year on which clocks change." },
  { id: "compliance", label: "Compliance thresholds", about: "What a market maker must quote." },
  { id: "support", label: "Support desk", about: "Who people turn to when the portal cannot help them." },
] as const satisfies readonly { id: SectionId; label: string; about: string }[];

export type Section = (typeof SECTIONS)[number];

/** The section in an address; undefined for anything else. */
export const readSection = (name: string): Section | undefined => SECTIONS.find(({ id }) => id === name);

type Terms = Extract<SectionInput, { section: "contracts" }>;

/** The terms that can be listed. */
export const TERMS = ["monthly", "quarterly"] as const;

const contractsOf = (input: Terms): ConfigurationContent["products"]["contracts"] =>
  TERMS.filter((term) => input[term].listedAhead > 0).map((term) => ({ term, ...input[term] }));

function partOf(input: SectionInput, { marketHours, products }: ConfigurationContent): Partial<ConfigurationContent> {
  switch (input.section) {
    case "hours": {
      const { preopen, open, close } = input;
      return { marketHours: { timeZone: marketHours.timeZone, days: WEEKDAYS.filter((day) => input.days.includes(day)), preopen, open, close } };
    }
    case "auction":
      return { auctionWindow: { from: input.from, until: input.until } };
    case "holidays":
      return { holidays: input.holidays };
    case "nodes":
      return { products: { ...products, nodes: input.nodes } };
    case "profiles":
      return { products: { ...products, profiles: input.profiles } };
    case "contracts":
      return { products: { ...products, contracts: contractsOf(input) } };
    case "daylight-saving":
      return { daylightSaving: { sessionTimes: input.sessionTimes, contractHours: input.contractHours } };
    case "compliance":
      return { compliance: { minimumVolume: input.minimumVolume, maximumSpread: input.maximumSpread } };
    case "support":
      return { support: { email: input.email, phone: input.phone, from: input.from, until: input.until } };
  }
}

/** The content with one section replaced by its form, or what is wrong with that section, in words. */
export function withSection(content: ConfigurationContent, input: SectionInput): { readonly content: ConfigurationContent } | { readonly problem: string } {
  const { data, error } = draftContent.safeParse({ ...content, ...partOf(input, content) });
  return data ? { content: data } : { problem: error.issues[0]?.message ?? "It cannot be used" };
}

/** A new term starts with the bounds of a listed one. */
function termFields(name: (typeof TERMS)[number], { contracts }: ConfigurationContent["products"]): readonly (readonly [string, string])[] {
  const listed = contracts.find(({ term }) => term === name);
  const { term: _, ...fields } = listed ?? { ...contracts[0], listedAhead: 0 };
  return Object.entries(fields).map(([field, value]) => [`${name}.${field}`, String(value)]);
}

/** A section form's initial values. An unticked box has no field. */
export function fieldsOf(section: SectionId, content: ConfigurationContent): Readonly<Record<string, string>> {
  const { marketHours, auctionWindow, products } = content;
  switch (section) {
    case "hours": {
      const { preopen, open, close } = marketHours;
      return { ...Object.fromEntries(marketHours.days.map((day) => [day, "on"])), preopen, open, close };
    }
    case "auction":
      return auctionWindow;
    case "holidays":
      return { holidays: writeHolidays(content.holidays) };
    case "nodes":
      return { nodes: writeNodes(products.nodes) };
    case "profiles":
      return { profiles: writeProfiles(products.profiles) };
    case "contracts":
      return Object.fromEntries(TERMS.flatMap((term) => termFields(term, products)));
    case "daylight-saving":
      return content.daylightSaving;
    case "compliance":
      return content.compliance;
    case "support":
      return content.support;
  }
}

/** The part of the content that a section edits, to detect changes. */
export function partFor(section: SectionId, { products, ...content }: ConfigurationContent): unknown {
  const parts: Readonly<Record<SectionId, unknown>> = {
    hours: content.marketHours,
    auction: content.auctionWindow,
    holidays: content.holidays,
    nodes: products.nodes,
    profiles: products.profiles,
    contracts: products.contracts,
    "daylight-saving": content.daylightSaving,
    compliance: content.compliance,
    support: content.support,
  };
  return parts[section];
}
