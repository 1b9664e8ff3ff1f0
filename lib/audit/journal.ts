import "server-only";
import { type Access, type Decision, isPermissionAccess, type Target } from "@/lib/authz/decide";
import { permissionInfo } from "@/lib/authz/permissions";
import type { Prisma } from "@/lib/db/types";
import { SQL_NULL } from "@/lib/db/values";
import type { Caller, ChangeEvent } from "./event";

export type Purpose = "visibility" | "access";

/** What one transaction has decided and changed so far; written in one insert, before it commits. */
export type Journal = {
  readonly caller: Caller;
  /** The action or page, such as `entities.create` or `page:users`. */
  readonly action: string;
  readonly decisions: Map<string, { readonly decision: Decision; readonly purpose: Purpose }>;
  readonly changes: ChangeEvent[];
};

export const openJournal = (caller: Caller, action: string): Journal => ({ caller, action, decisions: new Map(), changes: [] });

const journals = new WeakMap<object, Journal>();

export const attachJournal = (tx: object, journal: Journal): void => {
  journals.set(tx, journal);
};

/** The transaction's journal. Throws for a transaction that `inScope` did not open. */
export function journalOf(tx: object): Journal {
  const journal = journals.get(tx);
  if (!journal) throw new Error("This transaction was not opened by inScope.");
  return journal;
}

/** Whoever acts in this transaction; null where the portal itself does. */
export const callerOf = (tx: object): Caller | null => journals.get(tx)?.caller ?? null;

/** Notes a decision. Each (access, target) pair counts once; access outranks visibility. */
export function noteDecision(journal: Journal, decision: Decision, purpose: Purpose): void {
  const key = `${decision.access} ${entityOf(decision.target)}`;
  if (purpose === "access" || !journal.decisions.has(key)) journal.decisions.set(key, { decision, purpose });
}

const entityOf = (target: Target): string | null => ("entityId" in target ? target.entityId : null);

const isAudited = (access: Access): boolean => isPermissionAccess(access) && permissionInfo(access).audited === true;

/** The rows that a journal leaves: every audited decision, every refused access, every change. */
export function rowsOf(journal: Journal, result: string): Prisma.AuditEventCreateManyInput[] {
  const decisions = [...journal.decisions.values()]
    .filter(({ decision, purpose }) => isAudited(decision.access) || (decision.outcome === "deny" && purpose === "access"))
    .map(({ decision, purpose }) => decisionRow(journal, decision, purpose, result));
  return [...decisions, ...journal.changes.map((change) => changeRow(journal, change, result))];
}

function decisionRow(journal: Journal, decision: Decision, purpose: Purpose, result: string): Prisma.AuditEventCreateManyInput {
  return {
    ...actorColumns(journal.caller),
    kind: "decision",
    purpose,
    permission: decision.access,
    action: journal.action,
    targetEntityId: entityOf(decision.target),
    targetType: null,
    targetId: null,
    targetLabel: null,
    globalUsed: decision.outcome === "grant" && decision.globalUsed,
    outcome: decision.outcome,
    reasonCode: decision.outcome === "deny" ? decision.reason : null,
    result,
    changes: SQL_NULL,
    reason: null,
  };
}

function changeRow(journal: Journal, change: ChangeEvent, result: string): Prisma.AuditEventCreateManyInput {
  return {
    ...actorColumns(journal.caller),
    kind: "change",
    purpose: null,
    permission: null,
    action: change.action,
    targetEntityId: change.target.entityId,
    targetType: change.target.type,
    targetId: change.target.id,
    targetLabel: change.target.label,
    globalUsed: journal.caller.principal.global && change.target.entityId !== journal.caller.principal.entity.id,
    outcome: "grant",
    reasonCode: null,
    result,
    changes: change.changes,
    reason: change.reason ?? null,
  };
}

/** The actor as of now, copied: later changes to the person must not alter the record. */
const actorColumns = ({ principal, request }: Caller) => ({
  actorUserId: principal.userId,
  actorOid: principal.oid,
  actorName: principal.displayName,
  actorEntityId: principal.entity.id,
  actorRole: principal.role,
  requestId: request.requestId,
  sessionId: request.sessionId,
  sourceAddress: request.sourceAddress,
  userAgent: request.userAgent,
});
