/** The parts of this domain that are safe in the browser. */

export { type Preferences, THEMES, ZONES, zoneInput } from "./schema";
