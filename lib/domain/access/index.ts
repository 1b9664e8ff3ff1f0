import "server-only";

/** The server side of this domain that other folders may use. */

export { accessQuery } from "./queries";
