import "server-only";
import { type Access, type Decision, isPermissionAccess, type Target } from "@/lib/platform/authz/decide";
import { Denied } from "@/lib/platform/authz/denied";
import { permissionInfo } from "@/lib/platform/authz/permissions";
import type { Requester } from "@/lib/platform/authz/principal";
import { SQL_NULL } from "@/lib/platform/db/values";
import type { ErrorCode, ErrorSubject } from "@/lib/platform/errors";
import { Refusal } from "@/lib/platform/refusal";
import type { Caller, ChangeEvent } from "./event";
import type { NewEvent } from "./insert";

export type Purpose = "visibility" | "access";

type Refused = { readonly access: Access; readonly entityId: string | null; readonly subject: ErrorSubject | undefined; readonly code: ErrorCode };

/** What one transaction has decided and changed so far; written in one insert, before it commits. */
export type Journal = {
  readonly caller: Caller<Requester>;
  /** The operation or query, such as `entities.create` or `users.list`. */
  readonly action: string;
  readonly decisions: Map<string, { readonly decision: Decision; readonly purpose: Purpose }>;
  /** By code and subject, so that each counts once. */
  readonly refusals: Map<string, Refused>;
  readonly changes: ChangeEvent[];
  /** What was asked for last, and whose. */
  asked: { readonly access: Access; readonly target: Target | null } | null;
  /** The thing that the form or the address names, for whatever does not say itself what it is about. */
  subject: ErrorSubject | undefined;
  /** Whether this only reads: the log folds what it was granted. */
  isPageView: boolean;
};

export const openJournal = (caller: Caller<Requester>, action: string): Journal => ({
  caller,
  action,
  decisions: new Map(),
  refusals: new Map(),
  changes: [],
  asked: null,
  subject: undefined,
  isPageView: false,
});

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

/** The actor of this transaction; null where it is the portal itself. */
export const callerOf = (tx: object): Caller<Requester> | null => journals.get(tx)?.caller ?? null;

/** Notes what is asked for before anything is decided: what is refused until then is refused under that. */
export function noteAsked(journal: Journal, access: Access, subject?: ErrorSubject): void {
  journal.asked = { access, target: null };
  journal.subject = subject;
}

/** Notes a decision. Each (access, target) pair counts once, a refused one for each subject; access outranks visibility. */
export function noteDecision(journal: Journal, decision: Decision, purpose: Purpose): void {
  const { access, target, outcome } = decision;
  const key = `${access} ${entityOf(target)} ${outcome === "deny" ? (target.subject?.id ?? "") : ""}`;
  if (purpose === "access" || !journal.decisions.has(key)) journal.decisions.set(key, { decision, purpose });
  if (purpose === "access") journal.asked = { access, target };
}

/** Notes a rule's refusal of what a decision granted, by whatever the work threw. Other errors, and what a decision itself refused, are no such thing. */
export function noteRefusal(journal: Journal, thrown: unknown, asked: Journal["asked"] = journal.asked): void {
  if (!asked || !(thrown instanceof Refusal) || thrown instanceof Denied) return;
  const { access, target } = asked;
  const subject = thrown.about ?? target?.subject ?? journal.subject;
  const key = `${thrown.code} ${subject?.type} ${subject?.id}`;
  // Already noted where it was made; it passes here again as it ends the work.
  if (journal.refusals.has(key)) return;
  journal.refusals.set(key, { access, entityId: subject?.entityId ?? (target && entityOf(target)), subject, code: thrown.code });
}

const entityOf = (target: Target): string | null => ("entityId" in target ? target.entityId : null);

const isAudited = (access: Access): boolean => isPermissionAccess(access) && permissionInfo(access).audited === true;

/** The rows that a journal leaves: every audited decision, every refused access, every rule's refusal, every change. */
export function rowsOf(journal: Journal, result: string): NewEvent[] {
  const decisions = [...journal.decisions.values()]
    .filter(({ decision, purpose }) => isAudited(decision.access) || (decision.outcome === "deny" && purpose === "access"))
    .map(({ decision, purpose }) => decisionRow(journal, decision, purpose, result));
  const refusals = [...journal.refusals.values()].map((refusal) => refusalRow(journal, refusal));
  return [...decisions, ...refusals, ...journal.changes.map((change) => changeRow(journal, change, result))];
}

function decisionRow(journal: Journal, decision: Decision, purpose: Purpose, result: string): NewEvent {
  const named = decision.outcome === "deny" && purpose === "access" ? journal.subject : undefined;
  return {
    ...actorColumns(journal.caller),
    kind: "decision",
    purpose,
    permission: decision.access,
    action: journal.action,
    targetEntityId: entityOf(decision.target),
    ...subjectColumns(decision.target.subject ?? named),
    globalUsed: decision.outcome === "grant" && decision.globalUsed,
    outcome: decision.outcome,
    reasonCode: decision.outcome === "deny" ? decision.reason : null,
    result,
    changes: SQL_NULL,
    reason: null,
    pageView: journal.isPageView && (purpose === "visibility" || decision.outcome === "grant"),
  };
}

const refusalRow = (journal: Journal, { access, entityId, subject, code }: Refused): NewEvent => ({
  ...actorColumns(journal.caller),
  kind: "decision",
  purpose: "access",
  permission: access,
  action: journal.action,
  targetEntityId: entityId,
  ...subjectColumns(subject),
  globalUsed: false,
  outcome: "deny",
  reasonCode: code,
  result: code,
  changes: SQL_NULL,
  reason: null,
  pageView: false,
});

const subjectColumns = (subject: ErrorSubject | undefined) => ({
  targetType: subject?.type ?? null,
  targetId: subject?.id ?? null,
  targetLabel: subject?.label ?? null,
});

function changeRow(journal: Journal, change: ChangeEvent, result: string): NewEvent {
  return {
    ...actorColumns(journal.caller),
    kind: "change",
    purpose: null,
    permission: null,
    action: change.action,
    targetEntityId: change.target.entityId,
    ...subjectColumns(change.target),
    globalUsed: journal.caller.principal.global && change.target.entityId !== journal.caller.principal.entity.id,
    outcome: "grant",
    reasonCode: null,
    result,
    changes: change.changes,
    reason: change.reason ?? null,
    pageView: false,
  };
}

const NOT_A_PERSON = { actorUserId: null, actorOid: null, actorLogin: null, actorRole: null } as const;

const identityColumns = (principal: Requester) =>
  principal.kind === "user"
    ? { actorUserId: principal.userId, actorOid: principal.oid, actorLogin: principal.login, actorRole: principal.role, clientId: null }
    : { ...NOT_A_PERSON, clientId: principal.clientId };

/** The actor as of now, copied: later changes to the person must not alter the record. */
const actorColumns = ({ principal, request }: Caller<Requester>) => ({
  ...identityColumns(principal),
  actorKind: principal.kind,
  actorName: principal.displayName,
  actorEntityId: principal.entity.id,
  requestId: request.requestId,
  sessionId: request.sessionId,
  sourceAddress: request.sourceAddress,
  userAgent: request.userAgent,
});
