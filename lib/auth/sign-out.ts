import "server-only";
import type { cookies } from "next/headers";
import { journalOf } from "@/lib/audit/journal";
import { record } from "@/lib/audit/record";
import type { Grant } from "@/lib/authz/grant";
import type { ScopedTx } from "@/lib/db/scope";
import { cookieNames, cookieOptions } from "./cookies";
import { endSession } from "./session";

/** Ends this browser's session in the database, so that a kept copy of its cookie is worth nothing. */
export async function signOut(tx: ScopedTx, grant: Grant<"signed-in">, jar: Awaited<ReturnType<typeof cookies>>): Promise<void> {
  const { principal, request } = journalOf(tx).caller;
  if (request.sessionId) await endSession(tx, request.sessionId, "signed-out");
  record(tx, grant, {
    action: "session.signed_out",
    target: { type: "user", id: principal.userId, label: principal.displayName, entityId: principal.entity.id },
    changes: {},
  });
  jar.set(cookieNames.session(), "", { ...cookieOptions(), maxAge: 0 });
}
