import "server-only";
import type { Access } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { Requester } from "@/lib/platform/authz/principal";
import { assertGrantOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { ChangeEvent } from "./event";
import { journalOf } from "./journal";

/**
 * Puts changes on the record of this transaction: they commit with what was changed or not at all. Takes the grant under which
 * it was changed, so that nothing can be recorded that was not decided; one of another transaction throws.
 */
export function record(tx: ScopedTx, grant: Grant<Access, Requester>, ...changes: readonly ChangeEvent[]): void {
  assertGrantOf(tx, grant);
  journalOf(tx).changes.push(...changes);
}
