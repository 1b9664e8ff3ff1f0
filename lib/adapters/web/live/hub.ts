import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";
import { readSnapshot, type Snapshot } from "./read";

/** Milliseconds between two looks at the database, and between two signs of life. */
const LOOK = 1_000;
const BEAT = 15_000;

/** One open stream. */
export type Listener = {
  readonly sessionId: string;
  readonly userId: string;
  tell(now: Snapshot): void;
  /** A sign of life, so that nothing in between takes the stream for dead. */
  beat(): void;
  close(): void;
};

type Hub = { readonly listeners: Set<Listener>; running: boolean };

// The server loads this module once per bundle; a process looks once for all its streams.
const slot = globalThis as typeof globalThis & { rolebookLive?: Hub };
slot.rolebookLive ??= { listeners: new Set(), running: false };
const hub = slot.rolebookLive;

/** Windows of one person that may listen at once, in whatever browsers. */
const MOST_OF_ONE = 30;

/** How many streams a person has open in this process, in however many sessions. */
export const openStreams = (userId: string): number => [...hub.listeners].filter((listener) => listener.userId === userId).length;

/** Whether this process takes another stream of this person: each holds a connection for as long as its page is open. */
export function roomForStream(userId: string): "room" | "person-is-full" | "process-is-full" {
  if (hub.listeners.size >= env().EVENT_STREAMS) return "process-is-full";
  return openStreams(userId) >= MOST_OF_ONE ? "person-is-full" : "room";
}

/** Tells `listener` how things stand about once a second, until the returned function is called. */
export function listen(listener: Listener): () => void {
  hub.listeners.add(listener);
  if (!hub.running) void run();
  return () => void hub.listeners.delete(listener);
}

/** One look a second however many streams there are, and none when there are none. */
async function run(): Promise<void> {
  hub.running = true;
  // A server that is told to stop waits for its answers to end, and these never would.
  process.on("SIGTERM", closeAll).on("SIGINT", closeAll);
  let beaten = Date.now();
  let reachable = true;
  while (hub.listeners.size > 0) {
    try {
      await look();
      reachable = true;
    } catch (error) {
      if (reachable) log.error("live.look-failed", error, { streams: hub.listeners.size });
      reachable = false;
    }
    if (Date.now() - beaten >= BEAT) {
      beaten = Date.now();
      for (const listener of hub.listeners) listener.beat();
    }
    await pause(LOOK, undefined, { ref: false });
  }
  process.off("SIGTERM", closeAll).off("SIGINT", closeAll);
  hub.running = false;
}

/** Whoever begins to listen while the database is read is told by the next look: this one does not know their session. */
async function look(): Promise<void> {
  const asked = [...hub.listeners];
  const snapshot = await readSnapshot([...new Set(asked.map(({ sessionId }) => sessionId))]);
  for (const listener of asked) if (hub.listeners.has(listener)) listener.tell(snapshot);
}

function closeAll(): void {
  for (const listener of hub.listeners) listener.close();
}
