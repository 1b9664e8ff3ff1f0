import type { Caller } from "@/lib/platform/audit/event";
import { attachJournal, openJournal } from "@/lib/platform/audit/journal";
import type { Requester } from "@/lib/platform/authz/principal";
import { database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";

/** Replaces lib/platform/unit-of-work/scope.ts on the page without protection: no transaction, database role or audit row. */

// By its path: the alias leads here.
export * from "../../../../lib/platform/unit-of-work/scope";

export async function inScope<T>(caller: Caller<Requester>, action: string, work: (tx: ScopedTx) => Promise<T>): Promise<T> {
  const { client } = await database();
  const tx: ScopedTx = Object.create(client);
  // Decisions made while rendering are noted and discarded.
  attachJournal(tx, openJournal(caller, action));
  return work(tx);
}
