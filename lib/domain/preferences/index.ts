import "server-only";

/** The server side of this domain that other folders may use. */

export { savePreferencesOperation } from "./operations";
export { preferences } from "./read";
export { savePreferences } from "./save";
