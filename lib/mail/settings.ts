import { env } from "@/lib/env";

/** Where mail leaves the portal, or null: then messages are kept, and shown as not sent. */
export function mailServer(): { readonly url: string; readonly from: string } | null {
  const { SMTP_URL, MAIL_FROM } = env();
  return SMTP_URL && MAIL_FROM ? { url: SMTP_URL, from: MAIL_FROM } : null;
}
