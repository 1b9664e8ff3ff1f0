import { RUNS_ON } from "./databases";

/** Holds each of so many transactions until all of them are open; an embedded database runs one at a time. */
export function meetingPoint(count: number): () => Promise<void> {
  const waiting: (() => void)[] = [];
  return () =>
    new Promise((go) => {
      waiting.push(go);
      if (waiting.length === count || RUNS_ON === "pglite") for (const resume of waiting) resume();
    });
}
