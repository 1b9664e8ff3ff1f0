import { invalidInput } from "@/lib/platform/errors";
import { decodeFields, type Fields } from "@/lib/platform/operations/decode";
import { text } from "@/lib/platform/operations/input";
import { instantOnMarketClock } from "@/lib/platform/time/market-clock";
import { approveInput, proposeInput } from "./proposal-schema";
import { WEEKDAYS } from "./schema";
import { readSection, SECTION_INPUTS } from "./sections";
import { readHolidays, readNodes, readProfiles } from "./text-lists";

/** Decodes the configuration editor's forms for its operations. */

const MINUTE = /^2\d{3}-\d{2}-\d{2}T\d{2}:\d{2}$/;

const refuse = (field: string, message: string): never => {
  throw invalidInput({ [field]: message });
};

/** An effective time is a minute on the market's clock; none means at once. */
export const readProposal = ({ effectiveAt = "", ...rest }: Fields): unknown => ({
  ...decodeFields(proposeInput, rest),
  effectiveAt: effectiveAt === "" ? null : instantOf(effectiveAt),
});

function instantOf(minute: string): string {
  if (!MINUTE.test(minute)) return refuse("effectiveAt", "Write it as a date and a time.");
  try {
    return instantOnMarketClock(minute).toISOString();
  } catch {
    return refuse("effectiveAt", "The market’s clock does not show this time, or shows it twice: clocks change then. Name another one.");
  }
}

/** One box confirms all warnings shown beside it. */
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

/** A list has one entry a line; errors name the line. */
function readLines(section: keyof typeof LISTS, written: string): unknown {
  const parsed = LISTS[section].text.safeParse(written);
  if (!parsed.success) return refuse(section, parsed.error.issues[0]?.message ?? "This cannot be used.");
  const result = LISTS[section].read(parsed.data);
  return "value" in result ? result.value : refuse(section, result.problem);
}

/** A section of the draft from its form. Unknown fields stay, for the schema to reject. */
export function readSectionForm({ section: name = "", ...fields }: Fields): unknown {
  const section = readSection(name)?.id;
  switch (section) {
    case undefined:
      return { section: name };
    case "holidays":
    case "nodes":
    case "profiles": {
      const { [section]: written = "", ...others } = fields;
      return { ...decodeFields(SECTION_INPUTS[section], { section, ...others }), [section]: readLines(section, written) };
    }
    case "hours":
      return readHours(fields);
    default:
      return decodeFields(SECTION_INPUTS[section], { section, ...fields });
  }
}

/** Each day is its own check box. */
function readHours(fields: Fields): unknown {
  const days = WEEKDAYS.filter((day) => fields[day] === "on");
  const others = Object.entries(fields).filter(([field]) => !days.some((day) => day === field));
  return { days, ...decodeFields(SECTION_INPUTS.hours, { section: "hours", ...Object.fromEntries(others) }) };
}
