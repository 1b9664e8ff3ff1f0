/** The parts of this domain that are safe in the browser. */

export { type Preferences, THEMES, ZONES } from "./schema";
