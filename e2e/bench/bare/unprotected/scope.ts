import type { Caller } from "@/lib/platform/audit/event";
import { attachJournal, openJournal } from "@/lib/platform/audit/journal";
import { database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";

/** Stands in for lib/platform/unit-of-work/scope.ts in the page without protection: no transaction, no database role, no row of the audit log. */

export * from "@/lib/platform/unit-of-work/scope";

export async function inScope<T>(caller: Caller, action: string, work: (tx: ScopedTx) => Promise<T>): Promise<T> {
  const { client } = await database();
  const tx: ScopedTx = Object.create(client);
  // What is decided in order to draw is noted, and goes nowhere.
  attachJournal(tx, openJournal(caller, action));
  return work(tx);
}
