import { env } from "@/lib/platform/env";

export type MailServer = { readonly url: string; readonly from: string };

/** Where mail leaves the portal, or null: then messages are kept, and shown as not sent. */
export function mailServer(): MailServer | null {
  const { SMTP_URL, MAIL_FROM } = env();
  return SMTP_URL && MAIL_FROM ? { url: SMTP_URL, from: MAIL_FROM } : null;
}

/** Says who is notified by e-mail, such as "The requester is": without a mail server, nobody is. */
export const notifiedByMail = (who: string, server = mailServer()): string =>
  server ? `${who} notified by e-mail.` : "No mail server is set up, so nobody is notified by e-mail.";
