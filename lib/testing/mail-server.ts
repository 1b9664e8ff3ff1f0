import { SMTPServer } from "smtp-server";

/** `raw` with its soft line breaks undone. */
export type Received = { readonly to: readonly string[]; readonly raw: string };

/** A mail server on this machine that keeps what it takes. `refuse` is the answer to every recipient, while it is set. */
export type MailServer = {
  readonly url: string;
  readonly received: Received[];
  refuse: { code: number; text: string } | null;
  hold(to?: string): Held;
  stop(): Promise<void>;
};

/** Answers that are kept back, to one address or to all, once the message is whole. */
export type Held = { readonly reached: Promise<void>; release(): void };

export function startMailServer(): Promise<MailServer> {
  const received: Received[] = [];
  let held: { readonly to: string | undefined; readonly reach: () => void; readonly released: Promise<void> } | null = null;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onRcptTo: (_address, _session, done) => done(mail.refuse && Object.assign(new Error(mail.refuse.text), { responseCode: mail.refuse.code })),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        received.push({ to, raw: Buffer.concat(chunks).toString().replaceAll("=\r\n", "") });
        const waits = held && (held.to === undefined || to.includes(held.to)) ? held : null;
        waits?.reach();
        void Promise.resolve(waits?.released).then(() => done());
      });
    },
  });
  const hold = (to?: string): Held => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const reached = new Promise<void>((reach) => {
      held = { to, reach, released };
    });
    return { reached, release };
  };
  const mail: MailServer = { url: "", received, refuse: null, hold, stop: () => new Promise((resolve) => server.close(resolve)) };
  return new Promise((resolve, reject) => {
    server.on("error", (error) => (mail.url ? undefined : reject(error)));
    const listener = server.listen(0, "127.0.0.1", () => {
      const address = listener.address();
      resolve(Object.assign(mail, { url: `smtp://127.0.0.1:${typeof address === "object" && address ? address.port : 0}` }));
    });
  });
}
