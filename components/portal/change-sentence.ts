import type { Changes, FieldValue } from "@/lib/platform/audit/event";
import { printable } from "@/lib/platform/audit/printable";
import { roleLabel } from "@/lib/platform/authz/roles";
import type { PagePath } from "@/lib/platform/local-path";
import { STATUS_LABELS } from "./documentation";
import { sentence } from "./recorded-value";

/** A recorded change as one sentence: actor, `lead`, target, `tail`. */
export type Sentence = { readonly lead: string; readonly target: string; readonly tail: string };

type Change = { readonly action: string; readonly targetLabel: string | null; readonly changes: Changes | null };

const STATUS_VERBS: Readonly<Record<string, string>> = {
  active: "reactivated",
  halted: "halted",
  frozen: "froze",
  deactivated: "deactivated",
  terminated: "terminated",
};
const DOCUMENTATION: Readonly<Record<string, string>> = STATUS_LABELS;

const text = (value: FieldValue | undefined): string => (value === null || value === undefined ? "" : printable(String(value)));
const after = ({ changes }: Change, field: string) => changes?.[field]?.to;
const before = ({ changes }: Change, field: string) => changes?.[field]?.from;

/** `as` precedes the target; `fromTo` names both roles. */
const roleTail = (change: Change): string => {
  const [from, to] = [text(before(change, "role")), text(after(change, "role"))];
  return to ? ` from ${roleLabel(from)} to ${roleLabel(to)}` : "";
};
const requestTail = (change: Change): string => (after(change, "toRole") ? `: ${roleLabel(text(after(change, "toRole")))}` : "");

type Words = readonly [lead: string | ((change: Change) => string), tail?: string | ((change: Change) => string)];

/** Verbs for common actions; others use their label. */
const WORDS: Readonly<Record<string, Words>> = {
  "user.joined": ["joined as"],
  "user.edited": ["edited the profile of"],
  "user.status_changed": [(change) => STATUS_VERBS[text(after(change, "status"))] ?? "changed the status of"],
  "user.role_changed": ["changed the role of", roleTail],
  "user.role_expired": ["ended the temporary role of", roleTail],
  "user.updated_from_directory": ["took over from the directory", roleTail],
  "user.role_requested": ["requested a role for", requestTail],
  "user.role_request_approved": ["approved the role request for"],
  "user.role_request_rejected": ["rejected the role request for"],
  "user.role_request_withdrawn": ["withdrew the role request for"],
  "user.role_request_superseded": ["superseded the role request for"],
  "session.signed_out": ["signed out"],
  "user.session_ended": ["ended a session of"],
  "user.sessions_ended": ["ended all sessions of"],
  "invitation.sent": ["invited", (change) => (after(change, "role") ? ` as ${roleLabel(text(after(change, "role")))}` : "")],
  "invitation.resent": ["sent again the invitation of"],
  "invitation.revoked": ["revoked the invitation of"],
  "invitation.deleted": ["deleted the invitation of"],
  "invitation.accepted": ["accepted the invitation of"],
  "entity.created": ["admitted"],
  "entity.edited": ["edited"],
  "entity.suspended": ["suspended"],
  "entity.reinstated": ["reinstated"],
  "documentation.set": [
    "recorded documents of",
    (change) => (after(change, "status") ? `: ${DOCUMENTATION[text(after(change, "status"))] ?? text(after(change, "status"))}` : ""),
  ],
  "configuration.proposed": ["proposed"],
  "configuration.approved": ["approved"],
  "configuration.rejected": ["rejected"],
  "configuration.withdrawn": ["withdrew"],
  "configuration.applied": ["put in force"],
  "configuration.superseded": ["superseded"],
  "market.halted": ["halted"],
  "market.resumed": ["resumed"],
  "market.opened": ["opened"],
  "market.preopened": ["began the pre-open of"],
  "market.closed": ["closed"],
  "market.reset": ["reset the engine of"],
  "support.opened": ["opened the support request"],
  "support.replied": ["wrote in"],
  "support.answered": ["answered"],
  "support.closed": ["closed"],
  "users.exported": ["exported the list of"],
  "audit.export_started": ["began to export the"],
  "audit.exported": ["exported the"],
  "invitations.list_queued": ["began to send a list of"],
  "invitations.list_stopped": ["stopped sending a list of"],
  "mail.requeued": ["queued again the e-mail to"],
  "directory.write_retried": ["queued again the directory write of"],
  "directory.failed_writes_retried": ["queued again all failed writes of"],
  "directory.comparison_requested": ["asked for a comparison with"],
  "directory.portal_value_written": ["wrote the portal’s value to the directory for"],
  "directory.directory_value_taken": ["took the directory’s value for"],
  "job.retried": ["retried the job"],
  "job.discarded": ["discarded the job"],
  "users.export_started": ["began to export the list of"],
  "users.bulk_started": ["began a bulk change of"],
  "users.bulk_continued": ["carried on a bulk change of"],
  "users.bulk_stopped": ["stopped a bulk change of"],
};

/** What people do to their own session: the sentence names them once, as its actor. */
const isOfActor = (action: string): boolean => action.startsWith("session.");

/** There is one market, and its name is its operator's as well. The person who signs out is the actor. */
function targetOf({ action }: Change, named: string): string {
  if (action.startsWith("market.")) return "the market";
  if (action.startsWith("audit.")) return "audit log";
  return isOfActor(action) ? "" : named;
}

/** Total: an action without its own wording uses its label. */
export function changeSentence(change: Change): Sentence {
  const named = change.targetLabel ? printable(change.targetLabel) : "";
  const target = targetOf(change, named);
  const [lead, tail] = WORDS[change.action] ?? [`${actionLabel(printable(change.action))}${target ? ":" : ""}`];
  const said = (words: Words[1]) => (typeof words === "function" ? words(change) : (words ?? ""));
  return { lead: said(lead), target, tail: said(tail) };
}

const PLACES: Readonly<Record<string, PagePath>> = {
  user: "/admin/users",
  invitation: "/admin/invitations",
  entity: "/admin/entities",
  configuration_proposal: "/admin/configuration/proposals",
  support_request: "/admin/support",
};
const ID = /^[0-9a-f-]{36}$/;

type Target = { readonly action: string; readonly targetType: string | null; readonly targetId: string | null };

/** The page of a change's target; null when it has none, or when its sentence does not name it. */
export function targetHref({ action, targetType, targetId }: Target): PagePath | null {
  if (isOfActor(action)) return null;
  const place = targetType ? PLACES[targetType] : undefined;
  return place && targetId && ID.test(targetId) ? `${place}/${targetId}` : null;
}

/** Turns `entity.suspended` into "Entity suspended" and `users.changeRole` into "Users change role". */
export const actionLabel = (action: string): string => sentence(action);
