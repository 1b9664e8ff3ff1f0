import "server-only";
import { listen } from "./hub";
import { changeSince, isShutOut, type Standing } from "./standing";

type Viewer = { readonly sessionId: string; readonly now: Standing; readonly mark: string };

/** Milliseconds after which a browser whose stream broke asks again. */
const RETRY = 2_000;
/** Messages that may wait for a peer that reads nothing, before it is let go. */
const PATIENCE = 50;

/** The events of one open page: how its session stands, at once and whenever that changes, and the market. Ends with the session or the connection. */
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
    /** Only what differs from what was said before. */
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
