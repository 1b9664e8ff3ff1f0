import "server-only";

/** What the rest of the portal may use of this domain on the server. */

export { EXISTING_USER_INVITED, forgetGuest, type GuestOutcome, guestOf } from "./guests";
export { type ClaimedWrite, settleDone, settleFailed, takeWrites } from "./line";
export { cancelGuest, type DirectoryChange, dropGuest, inviteGuests, writeToDirectory } from "./outbox";
export { type DirectoryState, directoryStateOf, UNFINISHED, unsettledOf, wherePendingInDirectory } from "./pending";
