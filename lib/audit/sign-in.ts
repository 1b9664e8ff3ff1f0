import "server-only";
import type { SystemTx } from "@/lib/db/scope";
import type { Prisma } from "@/lib/db/types";
import { SQL_NULL } from "@/lib/db/values";
import { auditUnavailable } from "@/lib/errors";
import type { Changes, RequestInfo } from "./event";

/** Who signs in, as far as it is known yet. */
export type SignInActor = {
  readonly userId: string | null;
  readonly oid: string | null;
  readonly name: string | null;
  readonly entityId: string | null;
  readonly role: string | null;
};

export type SignInEvent = {
  readonly kind: "sign_in" | "change";
  readonly action: `${string}.${string}`;
  readonly outcome: "grant" | "deny";
  readonly reasonCode?: string;
  readonly changes?: Changes;
  readonly reason?: string;
  readonly globalUsed?: boolean;
};

/** Puts sign-ins, refused ones and what the directory changed on the record, in the caller's transaction. Throws AUDIT_UNAVAILABLE. */
export async function recordSignIn(tx: SystemTx, actor: SignInActor, request: RequestInfo, events: readonly SignInEvent[]): Promise<void> {
  await tx.auditEvent.createMany({ data: events.map((event) => signInRow(actor, request, event)) }).catch((error: unknown) => {
    throw auditUnavailable(error);
  });
}

/** The row of one event of a sign-in. */
export const signInRow = (actor: SignInActor, request: RequestInfo, event: SignInEvent): Prisma.AuditEventCreateManyInput => ({
  kind: event.kind,
  purpose: null,
  actorUserId: actor.userId,
  actorOid: actor.oid,
  actorName: actor.name,
  actorEntityId: actor.entityId,
  actorRole: actor.role,
  globalUsed: event.globalUsed ?? false,
  permission: null,
  action: event.action,
  targetEntityId: actor.entityId,
  targetType: actor.userId ? "user" : null,
  targetId: actor.userId,
  targetLabel: actor.name,
  outcome: event.outcome,
  reasonCode: event.reasonCode ?? null,
  result: event.outcome === "grant" ? "committed" : "AUTH_FAILED",
  changes: event.changes ?? SQL_NULL,
  reason: event.reason ?? null,
  requestId: request.requestId,
  sessionId: request.sessionId,
  sourceAddress: request.sourceAddress,
  userAgent: request.userAgent,
});
