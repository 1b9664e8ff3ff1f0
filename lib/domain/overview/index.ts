import "server-only";

/** What the rest of the portal may use of this domain on the server. */

export { MOST, type Overview, readOverview } from "./queries";
