import "server-only";

/** What the rest of the portal may use of this domain on the server. */

export { type Home, readHome } from "./home";
export { readSuspension } from "./suspension";
