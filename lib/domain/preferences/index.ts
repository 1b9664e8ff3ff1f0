import "server-only";

/** What the rest of the portal may use of this domain on the server. */

export { savePreferencesOperation } from "./operations";
export { preferences } from "./read";
export { savePreferences } from "./save";
