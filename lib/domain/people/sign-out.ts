import "server-only";
import { journalOf } from "@/lib/platform/audit/journal";
import { record } from "@/lib/platform/audit/record";
import type { Grant } from "@/lib/platform/authz/grant";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { endSession } from "@/lib/platform/sessions/session";

/** Ends this browser's session in the database, which makes copies of its cookie worthless. */
export async function signOut(tx: ScopedTx, grant: Grant<"signed-in">): Promise<void> {
  const { principal } = grant;
  const { request } = journalOf(tx).caller;
  if (request.sessionId) await endSession(tx, request.sessionId, "signed-out");
  record(tx, grant, {
    action: "session.signed_out",
    target: { type: "user", id: principal.userId, label: principal.displayName, entityId: principal.entity.id },
    changes: {},
  });
}
