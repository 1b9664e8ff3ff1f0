import "server-only";

/** What the rest of the portal may use of this domain on the server. */

export { type ClaimedWrite, settleDone, settleFailed, takeWrites } from "./claim";
export { cancelGuest, type DirectoryChange, dropGuest, inviteGuests, writeToDirectory } from "./enqueue";
export { EXISTING_USER_INVITED, forgetGuest, type GuestOutcome, guestOf } from "./guests";
export { type DirectoryState, directoryStateOf, UNFINISHED, unsettledOf, wherePendingInDirectory } from "./pending";
