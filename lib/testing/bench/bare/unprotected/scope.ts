import type { Caller } from "@/lib/audit/event";
import { attachJournal, openJournal } from "@/lib/audit/journal";
import { database } from "@/lib/db/client";
import type { ScopedTx } from "../../../../db/scope";

/** Stands in for lib/db/scope.ts in the page without protection: no transaction, no database role, no row of the audit log. */

export * from "../../../../db/scope";

export async function inScope<T>(caller: Caller, action: string, work: (tx: ScopedTx) => Promise<T>): Promise<T> {
  const { client } = await database();
  const tx: ScopedTx = Object.create(client);
  // What is decided in order to draw is noted, and goes nowhere.
  attachJournal(tx, openJournal(caller, action));
  return work(tx);
}
