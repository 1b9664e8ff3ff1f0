import "server-only";
import type { Access } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { ChangeEvent } from "./event";
import { journalOf } from "./journal";

/**
 * Puts changes on the record of this transaction: they commit with what was changed or not at all. Takes the grant under which
 * it was changed, so that nothing can be recorded that was not decided.
 */
export function record(tx: ScopedTx, _grant: Grant<Access>, ...changes: readonly ChangeEvent[]): void {
  journalOf(tx).changes.push(...changes);
}
