import "server-only";
import type { Access } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { ChangeEvent } from "./event";
import { journalOf } from "./journal";

/**
 * Puts a change on the record of this transaction: it commits with the change or not at all. Takes the grant under which
 * the change was made, so that nothing can be recorded that was not decided.
 */
export function record(tx: ScopedTx, _grant: Grant<Access>, change: ChangeEvent): void {
  journalOf(tx).changes.push(change);
}
