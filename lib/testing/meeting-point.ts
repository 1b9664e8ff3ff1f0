import type { Database } from "@/lib/platform/db/client";
import { RUNS_ON } from "./databases";

/** Holds each of so many transactions until all of them are open, and none that is run again; an embedded database runs one at a time. */
export function meetingPoint(count: number): () => Promise<void> {
  const waiting: (() => void)[] = [];
  return () =>
    new Promise((go) => {
      waiting.push(go);
      if (waiting.length >= count || RUNS_ON === "pglite") for (const resume of waiting) resume();
    });
}

/** On PostgreSQL: resolves once somebody in this database waits for another's lock, or `work` is over without having waited. */
export async function untilBlocked({ client }: Database, work: Promise<unknown>): Promise<void> {
  const now = { over: false };
  const end = () => {
    now.over = true;
  };
  work.then(end, end);
  const blocked = () => client.$queryRaw<unknown[]>`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  while (!now.over && (await blocked()).length === 0);
}

/**
 * On PostgreSQL: runs `first` up to its commit, begins `second`, and lets the first commit once the second waits for it or is over.
 * Whether they take turns is then no matter of luck.
 */
export async function during<A, B>(database: Database, first: (beforeCommit: () => Promise<void>) => Promise<A>, second: () => Promise<B>): Promise<[A, B]> {
  let reached = () => {};
  const open = new Promise<void>((resolve) => {
    reached = resolve;
  });
  let commit = () => {};
  const may = new Promise<void>((resolve) => {
    commit = resolve;
  });
  const holding = first(() => {
    reached();
    return may;
  });
  await Promise.race([open, holding]);
  const coming = second();
  await untilBlocked(database, coming);
  commit();
  return Promise.all([holding, coming]);
}
