import "server-only";
import type { Access } from "@/lib/authz/decide";
import type { Grant } from "@/lib/authz/grant";
import type { ScopedTx } from "@/lib/db/scope";
import type { ChangeEvent } from "./event";
import { journalOf } from "./journal";

/**
 * Puts a change on the record of this transaction: it commits with the change or not at all. Takes the grant under which
 * the change was made, so that nothing can be recorded that was not decided.
 */
export function record(tx: ScopedTx, _grant: Grant<Access>, change: ChangeEvent): void {
  journalOf(tx).changes.push(change);
}
