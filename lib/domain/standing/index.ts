import "server-only";

/** What the rest of the portal may use of this domain on the server. */

export { assertNotLastHolder } from "./last-holders";
export { entityOfUser, lockedUser, lockUsers, whyMayNotChangeUser } from "./lock";
export { heldStandingOf, standingOf } from "./standing-of";
