import { SMTPServer } from "smtp-server";

/** `raw` with its soft line breaks undone. */
export type Received = { readonly to: readonly string[]; readonly raw: string };

/** A mail server on this machine that keeps what it takes. `refuse` is the answer to every recipient, while it is set. */
export type MailServer = { readonly url: string; readonly received: Received[]; refuse: { code: number; text: string } | null; stop(): Promise<void> };

export function startMailServer(): Promise<MailServer> {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onRcptTo: (_address, _session, done) => done(mail.refuse && Object.assign(new Error(mail.refuse.text), { responseCode: mail.refuse.code })),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        received.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw: Buffer.concat(chunks).toString().replaceAll("=\r\n", "") });
        done();
      });
    },
  });
  const mail: MailServer = { url: "", received, refuse: null, stop: () => new Promise((resolve) => server.close(resolve)) };
  return new Promise((resolve, reject) => {
    server.on("error", (error) => (mail.url ? undefined : reject(error)));
    const listener = server.listen(0, "127.0.0.1", () => {
      const address = listener.address();
      resolve(Object.assign(mail, { url: `smtp://127.0.0.1:${typeof address === "object" && address ? address.port : 0}` }));
    });
  });
}
