import "server-only";
import { insertEvents } from "@/lib/platform/audit/insert";
import { systemRow } from "@/lib/platform/audit/system";
import { APPLIED, migrationNames } from "@/lib/platform/db/migrations";
import type { SystemTx } from "@/lib/platform/db/scoped-tx";
import { isDraining } from "@/lib/platform/jobs/draining";
import { log } from "@/lib/platform/log";
import { inAnonymousScope } from "@/lib/platform/unit-of-work/scope";

/** Whether this process can serve requests, and why not. */
export type Readiness = "ready" | "draining" | "database" | "migrations";

/** Milliseconds: how long an answer is cached, and how long to wait for the database. */
const COUNTS_FOR = 1_000;
const ANSWERS_WITHIN = 1_500;

type State = { asked: Promise<Readiness> | null; at: number; last: Readiness | null; wasReady: boolean };
// The server loads this module once per bundle; all of them share one check.
const slot = globalThis as typeof globalThis & { rolebookReadiness?: State };
slot.rolebookReadiness ??= { asked: null, at: 0, last: null, wasReady: false };
const state = slot.rolebookReadiness;

/** Checks the database at most once a second per process, and answers within two seconds whatever happens. */
export async function readiness(): Promise<Readiness> {
  if (isDraining()) return "draining";
  if (!state.asked || performance.now() - state.at >= COUNTS_FOR) {
    state.at = performance.now();
    state.asked = within(ANSWERS_WITHIN, look()).then(noted);
  }
  return state.asked;
}

/** Logs changes only. A database that is still opening is no change; its failures are logged where they happen. */
function noted(now: Readiness): Readiness {
  const isStarting = !state.wasReady && (now === "database" || now === "ready");
  if (now !== state.last && !isStarting) log.warn("readiness.changed", { from: state.last, to: now });
  state.last = now;
  state.wasReady ||= now === "ready";
  return now;
}

const within = (time: number, answer: Promise<Readiness>): Promise<Readiness> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, time, "database");
    void answer.then((now) => {
      clearTimeout(timer);
      resolve(now);
    });
  });

class Undone extends Error {}

const READY = { action: "portal.ready", target: { type: "portal", id: "portal", label: "Rolebook", entityId: null }, changes: {} } as const;

async function look(): Promise<Readiness> {
  const answer: { of?: Readiness } = {};
  try {
    await inAnonymousScope(async (tx) => {
      const isMigrated = await haveMigrations(tx);
      // Tries the one write that everything depends on, then rolls it back.
      await insertEvents(tx, [{ ...systemRow(crypto.randomUUID(), READY), result: "undone" }]);
      answer.of = isMigrated ? "ready" : "migrations";
      throw new Undone();
    });
  } catch (error) {
    if (error instanceof Undone && answer.of) return answer.of;
    if (state.last !== "database") log.error("readiness.failed", error);
  }
  return "database";
}

/** Whether the database has exactly this version's migrations. */
async function haveMigrations(tx: SystemTx): Promise<boolean> {
  const rows = await tx.$queryRawUnsafe<{ migration_name: string }[]>(APPLIED);
  const [applied, known] = [new Set(rows.map((row) => row.migration_name)), migrationNames()];
  return applied.size === known.length && known.every((name) => applied.has(name));
}
