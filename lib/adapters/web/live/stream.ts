import "server-only";
import { listen } from "./hub";
import { changeSince, isShutOut, type Standing } from "./standing";

type Viewer = { readonly sessionId: string; readonly now: Standing; readonly mark: string };

/** Milliseconds before a browser reconnects a broken stream. */
const RETRY = 2_000;
/** Messages queued for a client that does not read, before it is dropped. */
const PATIENCE = 50;

/** The event stream of one open page: session and market state, first at once and then on each change. Ends with the session or the connection. */
export function eventStream({ sessionId, now, mark }: Viewer, disconnected: AbortSignal): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const said = new Map<string, string>();
  let stop = () => {};

  const start = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    let open = true;
    const close = () => {
      if (open) controller.close();
      stop();
    };
    const write = (text: string) => {
      if (!open) return;
      controller.enqueue(encoder.encode(text));
      if ((controller.desiredSize ?? 0) < -PATIENCE) close();
    };
    /** Sends only changes. */
    const say = (event: string, data: object) => {
      const text = JSON.stringify(data);
      if (said.get(event) === text) return;
      said.set(event, text);
      write(`event: ${event}\ndata: ${text}\n\n`);
    };
    const tell = (standing: Standing) => {
      say("session", changeSince(mark, standing));
      if (standing.over !== null) close();
    };
    const unlisten = listen({
      sessionId,
      userId: now.userId,
      tell: ({ standings, market }) => {
        const standing = standings.get(sessionId) ?? { ...now, over: "unknown" };
        tell(standing);
        if (market && !isShutOut(standing)) say("market", market);
      },
      beat: () => write(":\n\n"),
      close,
    });
    stop = () => {
      open = false;
      unlisten();
    };
    disconnected.addEventListener("abort", close, { once: true });
    write(`retry: ${RETRY}\n\n`);
    tell(now);
  };
  return new ReadableStream({ start, cancel: () => stop() });
}
