import "server-only";

/** The server side of this domain that other folders may use. */

export { type Home, readHome } from "./home";
export { readSuspension } from "./suspension";
