import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";
import { readSnapshot, type Snapshot } from "./read";

/** Milliseconds between polls of the database, and between heartbeats. */
const LOOK = 1_000;
const BEAT = 15_000;

/** One open stream. */
export type Listener = {
  readonly sessionId: string;
  readonly userId: string;
  tell(now: Snapshot): void;
  /** Sends a heartbeat, so that proxies do not drop the stream. */
  beat(): void;
  close(): void;
};

type Hub = { readonly listeners: Set<Listener>; running: boolean };

// The server loads this module once per bundle, but a process polls once for all its streams.
const slot = globalThis as typeof globalThis & { rolebookLive?: Hub };
slot.rolebookLive ??= { listeners: new Set(), running: false };
const hub = slot.rolebookLive;

/** Streams one user may have open at once, across browsers. */
const MOST_OF_ONE = 30;

/** A user's open streams in this process, across sessions. */
export const openStreams = (userId: string): number => [...hub.listeners].filter((listener) => listener.userId === userId).length;

/** Whether this process accepts another stream for this user. Each holds a connection while its page is open. */
export function roomForStream(userId: string): "room" | "person-is-full" | "process-is-full" {
  if (hub.listeners.size >= env().EVENT_STREAMS) return "process-is-full";
  return openStreams(userId) >= MOST_OF_ONE ? "person-is-full" : "room";
}

/** Polls for `listener` about once a second until the returned function is called. */
export function listen(listener: Listener): () => void {
  hub.listeners.add(listener);
  if (!hub.running) void run();
  return () => void hub.listeners.delete(listener);
}

/** One poll a second for all streams, and none without streams. */
async function run(): Promise<void> {
  hub.running = true;
  // Streams never end on their own and would block a graceful stop.
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

/** A listener added during a poll waits for the next one, as this poll did not read its session. */
async function look(): Promise<void> {
  const asked = [...hub.listeners];
  const snapshot = await readSnapshot([...new Set(asked.map(({ sessionId }) => sessionId))]);
  for (const listener of asked) if (hub.listeners.has(listener)) listener.tell(snapshot);
}

function closeAll(): void {
  for (const listener of hub.listeners) listener.close();
}
