import "server-only";

/** The server side of this domain that other folders may use. */

export type { Home } from "./home";
export { homeQuery, overviewQuery, unknownAddressQuery } from "./queries";
export { readSuspension } from "./suspension";
