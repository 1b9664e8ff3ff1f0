import "server-only";

/** The server side of this domain that other folders may use. */

export { assertNotLastHolder } from "./last-holders";
export { entityOfUser, lockedUser, lockUsers, whyMayNotChangeUser } from "./lock";
export { heldStandingOf, standingOf } from "./standing-of";
