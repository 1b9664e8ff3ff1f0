/** The parts of this domain that are safe in the browser. */

export { type Check, warningsOf } from "./checks";
export { differencesBetween } from "./difference";
export { CONTRACT_HOURS, configuredText, isConfigured, SESSION_TIMES, WEEKDAY_NAMES } from "./field-names";
export { readApproval, readProposal, readSectionForm } from "./form";
export { clockOf, type HalfHours, hoursOf, numbersOf } from "./half-hours";
export { changeoversFrom, hoursOn } from "./periods";
export type { Queue } from "./proposal-schema";
export { type Standing, standingOf } from "./proposal-state";
export { type ConfigurationContent, configurationContent, support, WEEKDAYS } from "./schema";
export { fieldsOf, NEW_DRAFT, partFor, SECTIONS, type SectionId, TERMS } from "./sections";
