import "server-only";
import { createTransport } from "nodemailer";
import type { Message } from "./render";
import { mailServer } from "./settings";

export type Outgoing = Pick<Message, "subject" | "text" | "html"> & { readonly id: string; readonly to: string };

/** `permanent`: the server will never take this message, so that trying again is of no use. */
export type Sent = { readonly ok: true } | { readonly ok: false; readonly permanent: boolean; readonly error: string };

/** Milliseconds; together well below the lease under which messages are sent. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, dnsTimeout: 10_000 };
const CONNECTIONS = 5;

/** Sends messages by SMTP over a few connections and tells of each what came of it. Throws nothing. */
export async function sendAll(outgoing: readonly Outgoing[]): Promise<readonly Sent[]> {
  const server = mailServer();
  if (!server) return outgoing.map(() => ({ ok: false, permanent: false, error: "No mail server is configured." }));
  const transport = createTransport({ url: server.url, pool: true, maxConnections: CONNECTIONS, disableFileAccess: true, disableUrlAccess: true, ...TIMEOUTS });
  const domain = server.from.replace(/^.*@|>$/g, "");
  const send = ({ id, ...message }: Outgoing) =>
    // The same id however often it is tried: a mail program shows a message that came twice as one.
    transport
      .sendMail({ from: server.from, messageId: `<${id}@${domain}>`, headers: { "Auto-Submitted": "auto-generated" }, ...message })
      .then(() => ({ ok: true as const }), failure);
  try {
    return await Promise.all(outgoing.map(send));
  } finally {
    transport.close();
  }
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
