/** What anybody may use of this domain, in the browser as well. */

export type { Message } from "./render";
export { type MailServer, mailServer, notifiedByMail } from "./settings";
export { signatureOf } from "./signature";
export { MAIL_STATES, type StateOfMail, UNREADABLE } from "./state";
export type { ConfigurationNews } from "./templates";
