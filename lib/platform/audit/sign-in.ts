import "server-only";
import type { SystemTx } from "@/lib/platform/db/scoped-tx";
import { SQL_NULL } from "@/lib/platform/db/values";
import type { ChangeEvent, Changes, RequestInfo } from "./event";
import { insertEvents, type NewEvent } from "./insert";

/** Who signs in, as far as it is known yet. */
export type SignInActor = {
  readonly userId: string | null;
  readonly oid: string | null;
  readonly name: string | null;
  readonly login: string | null;
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
  /** What it is about, where that is not the actor. */
  readonly target?: ChangeEvent["target"];
};

/** Puts sign-ins, refused ones and what the directory changed on the record, in the caller's transaction. Throws AUDIT_UNAVAILABLE. */
export const recordSignIn = (tx: SystemTx, actor: SignInActor, request: RequestInfo, events: readonly SignInEvent[]): Promise<void> =>
  insertEvents(
    tx,
    events.map((event) => signInRow(actor, request, event)),
  );

/** The row of one event of a sign-in. */
export const signInRow = (actor: SignInActor, request: RequestInfo, event: SignInEvent): NewEvent => ({
  kind: event.kind,
  purpose: null,
  actorKind: "user",
  clientId: null,
  actorUserId: actor.userId,
  actorOid: actor.oid,
  actorName: actor.name,
  actorLogin: actor.login,
  actorEntityId: actor.entityId,
  actorRole: actor.role,
  globalUsed: event.globalUsed ?? false,
  permission: null,
  action: event.action,
  targetEntityId: event.target?.entityId ?? actor.entityId,
  targetType: event.target?.type ?? (actor.userId ? "user" : null),
  targetId: event.target?.id ?? actor.userId,
  targetLabel: event.target?.label ?? actor.name,
  outcome: event.outcome,
  reasonCode: event.reasonCode ?? null,
  result: event.outcome === "grant" ? "committed" : "AUTH_FAILED",
  changes: event.changes ?? SQL_NULL,
  reason: event.reason ?? null,
  pageView: false,
  requestId: request.requestId,
  sessionId: request.sessionId,
  sourceAddress: request.sourceAddress,
  userAgent: request.userAgent,
});
