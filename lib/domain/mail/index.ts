import "server-only";

/** What the rest of the portal may use of this domain on the server. */

export { readLetter } from "./letter";
export { assertMailLimit } from "./mail-limit";
export { requeueMailOperation } from "./operations";
export { queueMail, withdrawMail } from "./outbox";
export { failedMail, type InvitationMail, latestMailAbout, type MailRow, mailQuery, outboxQuery } from "./queries";
export { settledMail } from "./retention";
