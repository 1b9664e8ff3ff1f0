import { AppError } from "@/lib/platform/errors";
import { decodeFields, type Fields } from "@/lib/platform/operations/decode";
import { text } from "@/lib/platform/operations/input";
import { instantOnMarketClock } from "@/lib/platform/time/market-clock";
import { readHolidays, readNodes, readProfiles } from "./lines";
import { approveInput, proposeInput } from "./proposal-schema";
import { WEEKDAYS } from "./schema";
import { readSection, SECTION_INPUTS } from "./sections";

/** What the forms of the configuration's editor mean, as their operations take it. */

const MINUTE = /^2\d{3}-\d{2}-\d{2}T\d{2}:\d{2}$/;

const refuse = (field: string, message: string): never => {
  throw new AppError("INVALID_INPUT", "Some of this cannot be used. Correct the marked fields and send it again.", { fieldErrors: { [field]: message } });
};

/** A time of effect is a minute on the market's clock; none is at once. */
export function readProposal({ effectiveAt = "", ...rest }: Fields): unknown {
  return { ...decodeFields(proposeInput, rest), effectiveAt: effectiveAt === "" ? null : instantOf(effectiveAt) };
}

function instantOf(minute: string): string {
  if (!MINUTE.test(minute)) return minute;
  try {
    return instantOnMarketClock(minute).toISOString();
  } catch {
    return refuse("effectiveAt", "The market’s clock does not show this time, or shows it twice: clocks change then. Name another one.");
  }
}

/** One box confirms all the warnings that stand beside it. */
export const readApproval = ({ confirmed, ...rest }: Fields): unknown => ({
  ...decodeFields(approveInput, rest),
  ...(confirmed === undefined ? {} : { confirmed: confirmed.split("|") }),
});

const lines = (label: string) => text({ min: 0, max: 8_000, label, lines: "several" });
const LISTS = {
  holidays: { text: lines("The list of holidays"), read: readHolidays },
  nodes: { text: lines("The list of nodes"), read: readNodes },
  profiles: { text: lines("The list of profiles"), read: readProfiles },
};

/** A list is written one entry a line; what cannot be read is told by its line. */
function readLines(section: keyof typeof LISTS, written: string): unknown {
  const parsed = LISTS[section].text.safeParse(written);
  if (!parsed.success) return refuse(section, parsed.error.issues[0]?.message ?? "This cannot be used.");
  const result = LISTS[section].read(parsed.data);
  return "value" in result ? result.value : refuse(section, result.problem);
}

/** A section of the draft as its form carries it. */
export function readSectionForm({ section: name = "", ...fields }: Fields): unknown {
  const section = readSection(name)?.id;
  if (!section) return { section: name };
  const rest = { section, ...fields };
  if (section === "holidays" || section === "nodes" || section === "profiles") {
    const { [section]: written = "", ...others } = fields;
    return { ...decodeFields(SECTION_INPUTS[section], { section, ...others }), [section]: readLines(section, written) };
  }
  if (section !== "hours") return decodeFields(SECTION_INPUTS[section], rest);
  const others = Object.fromEntries(Object.entries(rest).filter(([field]) => !WEEKDAYS.some((day) => day === field)));
  return { ...decodeFields(SECTION_INPUTS.hours, others), days: WEEKDAYS.filter((day) => fields[day] === "on") };
}
