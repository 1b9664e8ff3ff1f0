import "server-only";
import { createTransport } from "nodemailer";
import type { MailServer, Message } from "@/lib/domain/mail/model";

export type Outgoing = Pick<Message, "subject" | "text" | "html"> & { readonly id: string; readonly to: string };

/** `permanent`: the server will never take this message, so that trying again is of no use. */
export type Sent = { readonly ok: true } | { readonly ok: false; readonly permanent: boolean; readonly error: string };

/** Milliseconds; together well below the lease under which messages are sent. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, dnsTimeout: 10_000 };
/** Messages on their way at a time, each on a connection of its own. */
export const CONNECTIONS = 5;

/** Open connections to the mail server. `send` throws nothing: it tells what came of the message. */
export type Post = { send(message: Outgoing): Promise<Sent>; close(): void };

/** Connections open as they are needed, and are kept until `close`. */
export function openPost({ url, from }: MailServer): Post {
  const transport = createTransport({ url, pool: true, maxConnections: CONNECTIONS, disableFileAccess: true, disableUrlAccess: true, ...TIMEOUTS });
  const domain = from.replace(/^.*@|>$/g, "");
  return {
    send: ({ id, to, ...message }) =>
      // The same id however often it is tried: a mail program shows a message that came twice as one.
      transport
        .sendMail({ from, messageId: `<${id}@${domain}>`, headers: { "Auto-Submitted": "auto-generated" }, ...message, to: { name: "", address: to } })
        .then(() => ({ ok: true as const }), failure),
    close: () => transport.close(),
  };
}

function failure(error: unknown): Sent {
  const { message, code, responseCode } = describe(error);
  // 5xx to the recipient or to the text is final; a refused login is for the operators to mend.
  const permanent = (code === "EENVELOPE" || code === "EMESSAGE") && responseCode >= 500;
  return { ok: false, permanent, error: message.replace(/\s+/g, " ").slice(0, 300) };
}

const describe = (error: unknown): { message: string; code: string; responseCode: number } => ({
  message: error instanceof Error ? error.message : String(error),
  code: error instanceof Error && "code" in error ? String(error.code) : "",
  responseCode: error instanceof Error && "responseCode" in error ? Number(error.responseCode) : 0,
});
