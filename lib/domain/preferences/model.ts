/** What anybody may use of this domain, in the browser as well. */

export { type Preferences, THEMES, ZONES } from "./schema";
