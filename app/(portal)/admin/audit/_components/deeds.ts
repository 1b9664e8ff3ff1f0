import { actionLabel, changeSentence } from "@/components/portal/change-sentence";
import { printable } from "@/lib/platform/audit/printable";
import type { AuditRow } from "@/lib/platform/audit/row";
import { actorLabel } from "./words";

/** What reads open, as the log's sentences say it: "opened the audit log". */
export const READS: Readonly<Record<string, string>> = {
  "access.view": "their own access",
  "audit.activity": "the activity of their entity",
  "audit.entry": "an entry of the audit log",
  "audit.export": "an export of the audit log",
  "audit.exportForm": "the form to export the audit log",
  "audit.list": "the audit log",
  "configuration.overview": "the configuration",
  "configuration.proposal": "a configuration proposal",
  "configuration.proposals": "the configuration proposals",
  "configuration.section": "a section of a configuration draft",
  "configuration.draft": "a configuration draft",
  "configuration.version": "a configuration version",
  "configuration.view": "the market configuration",
  "configuration.viewVersion": "a version of the market configuration",
  "diagnostics.read": "the diagnostics",
  "directory.drift": "the differences from the directory",
  "directory.driftOfOne": "a difference from the directory",
  "directory.writes": "the directory writes",
  "documentation.counterparties": "the documentation of their counterparties",
  "documentation.counterparty": "the documentation with a counterparty",
  "documentation.matrix": "the documentation matrix",
  "documentation.pair": "the documentation of two entities",
  "documentation.pairs": "the list of documentation",
  "documentation.summary": "the credit overview",
  "entities.list": "the list of entities",
  "entities.new": "the form for a new entity",
  "entities.own": "their own entity",
  "entities.toChange": "the form to change an entity",
  "entities.view": "an entity",
  "home.overview": "the overview",
  "home.read": "Home",
  "home.unknownAddress": "an unknown address",
  "invitations.list": "the list of invitations",
  "invitations.listProgress": "the progress of an invitation list",
  "invitations.many": "the form to invite many",
  "invitations.new": "the form to invite people",
  "invitations.toDelete": "the form to delete an invitation",
  "invitations.toSend": "the form to send an invitation again",
  "invitations.view": "an invitation",
  "jobs.list": "the background jobs",
  "mail.list": "the e-mails",
  "mail.view": "an e-mail",
  "market.operations": "the market operations",
  "market.resetForm": "the form to reset the engine",
  "market.step": "the form to halt or resume the market",
  "roles.choose": "the form to change a role",
  "roles.request": "a role request",
  "roles.requests": "the role requests",
  "support.accessForm": "the form to ask for access",
  "support.list": "the support requests",
  "support.newRequest": "the form to report a problem",
  "support.ownRequest": "a request of their own",
  "support.ownRequests": "their own requests",
  "support.view": "a support request",
  "users.bulkForm": "the form to change several users",
  "users.bulkResults": "the results of a bulk change",
  "users.bulkRun": "a bulk change",
  "users.export": "the export of users",
  "users.list": "the list of users",
  "users.manage": "the form to change a user",
  "users.toTerminate": "the form to terminate a user",
  "users.view": "a user",
};

/** What operations do: "was not allowed to freeze a user". */
export const DEEDS: Readonly<Record<string, string>> = {
  "assignments.approve": "approve a role request",
  "assignments.change": "change a role",
  "assignments.reject": "reject a role request",
  "assignments.request": "request a role",
  "assignments.withdraw": "withdraw a role request",
  "configuration.approve": "approve a configuration proposal",
  "configuration.discardDraft": "discard a configuration draft",
  "configuration.editDraft": "edit a configuration draft",
  "configuration.propose": "propose a configuration",
  "configuration.reject": "reject a configuration proposal",
  "configuration.repeat": "propose a configuration again",
  "configuration.withdraw": "withdraw a configuration proposal",
  "directory.compare": "compare the directory",
  "directory.retry": "retry a directory write",
  "directory.retryFailed": "retry all failed directory writes",
  "directory.takeDirectoryValue": "take the directory’s value",
  "directory.writePortalValue": "write the portal’s value to the directory",
  "documentation.set": "record documentation",
  "documentation.setMany": "record documentation of several pairs",
  "documentation.setOwn": "record their own documentation",
  "entities.create": "admit an entity",
  "entities.edit": "edit an entity",
  "entities.reinstate": "reinstate an entity",
  "entities.suspend": "suspend an entity",
  "invitations.check": "check an invitation list",
  "invitations.delete": "delete an invitation",
  "invitations.resend": "send an invitation again",
  "invitations.revoke": "revoke an invitation",
  "invitations.send": "invite somebody",
  "invitations.sendList": "send an invitation list",
  "invitations.stopList": "stop an invitation list",
  "jobs.discard": "discard a background job",
  "jobs.retry": "retry a background job",
  "mail.requeue": "send an e-mail again",
  "market.halt": "halt the market",
  "market.reset": "reset the engine",
  "market.resume": "resume the market",
  "preferences.save": "save their preferences",
  "session.signOut": "sign out",
  "support.askForAccess": "ask for access",
  "support.close": "close a support request",
  "support.open": "report a problem",
  "support.reply": "reply to a support request",
  "users.deleteView": "delete a saved view",
  "users.edit": "edit a user",
  "users.endSession": "end a session",
  "users.endSessions": "end all sessions of a user",
  "users.saveView": "save a view",
  "users.setStatus": "change the status of a user",
  "users.startBulk": "start a bulk change",
  "users.stopBulk": "stop a bulk change",
  "users.terminate": "terminate a user",
};

const SIGN_INS: Readonly<Record<string, string>> = {
  "session.signed_in": "signed in",
  "session.signed_out": "signed out",
  "session.end": "ended a session",
  "session.refused": "was refused at sign-in",
  "session.refused_repeatedly": "was refused at sign-in repeatedly",
  "security.global_dropped": "signed in with Global but without the operator role, so Global was dropped",
  "security.existing_user_invited": "invited an address that is already a user",
  "security.last_operator_lost": "left no operator behind",
};

type Entry = Pick<AuditRow, "action" | "outcome" | "purpose">;

/** What an entry that is not a change says about its actor; an action without words of its own uses its label. */
export function deedSentence({ action, outcome, purpose }: Entry): string {
  const known = printable(action);
  const signIn = SIGN_INS[action];
  if (signIn) return signIn;
  const [read, deed] = [READS[action], DEEDS[action]];
  if (purpose === "visibility") return `was shown what they may do: ${read ?? deed ?? actionLabel(known)}`;
  if (read) return outcome === "grant" ? `opened ${read}` : `was not shown ${read}`;
  if (deed) return outcome === "grant" ? `was allowed to ${deed}` : `was not allowed to ${deed}`;
  return `${outcome === "grant" ? "was granted" : "was refused"} ${actionLabel(known)}`;
}

/** A whole entry as one sentence, for its heading. */
export function entrySentence(event: AuditRow): string {
  if (event.kind !== "change") return `${actorLabel(event)} ${deedSentence(event)}`;
  const { lead, target, tail } = changeSentence(event);
  return `${actorLabel(event)} ${lead} ${target}${tail}`;
}
