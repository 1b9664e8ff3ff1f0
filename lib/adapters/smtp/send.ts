import "server-only";
import { createTransport } from "nodemailer";
import type { MailServer, Message } from "@/lib/domain/mail/model";

export type Outgoing = Pick<Message, "subject" | "text" | "html"> & { readonly id: string; readonly to: string };

/** `permanent`: the server will never accept this message, so do not retry. */
export type Sent = { readonly ok: true } | { readonly ok: false; readonly permanent: boolean; readonly error: string };

/** Timeouts in milliseconds; their sum is well below the send lease. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, dnsTimeout: 10_000 };
/** Messages sent in parallel, each on its own connection. */
export const CONNECTIONS = 5;

/** A connection pool to the mail server. `send` never throws; it returns the outcome. */
export type Post = { send(message: Outgoing): Promise<Sent>; close(): void };

/** Opens connections on demand and keeps them until `close`. */
export function openPost({ url, from }: MailServer): Post {
  const transport = createTransport({ url, pool: true, maxConnections: CONNECTIONS, disableFileAccess: true, disableUrlAccess: true, ...TIMEOUTS });
  const domain = from.replace(/^.*@|>$/g, "");
  return {
    send: ({ id, to, ...message }) =>
      // The id is stable across retries, so mail clients show a duplicate as one message.
      transport
        .sendMail({ from, messageId: `<${id}@${domain}>`, headers: { "Auto-Submitted": "auto-generated" }, ...message, to: { name: "", address: to } })
        .then(() => ({ ok: true as const }), failure),
    close: () => transport.close(),
  };
}

function failure(error: unknown): Sent {
  const { message, code, responseCode } = describe(error);
  // A 5xx for the recipient or the content is final; a failed login is for operators to fix.
  const permanent = (code === "EENVELOPE" || code === "EMESSAGE") && responseCode >= 500;
  return { ok: false, permanent, error: message.replace(/\s+/g, " ").slice(0, 300) };
}

const describe = (error: unknown): { message: string; code: string; responseCode: number } => ({
  message: error instanceof Error ? error.message : String(error),
  code: error instanceof Error && "code" in error ? String(error.code) : "",
  responseCode: error instanceof Error && "responseCode" in error ? Number(error.responseCode) : 0,
});
