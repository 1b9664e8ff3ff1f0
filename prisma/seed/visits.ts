import type { RequestInfo } from "@/lib/platform/audit/event";
import { noteDecision, openJournal, rowsOf } from "@/lib/platform/audit/journal";
import type { SignInActor } from "@/lib/platform/audit/sign-in";
import { decidePage, type PageId, pageInfo, shellFor } from "@/lib/platform/authz/admin-tabs";
import { decide, decideRequirement } from "@/lib/platform/authz/decide";
import { permissionInfo, permissionNames } from "@/lib/platform/authz/permissions";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { every, own, type Requirement } from "@/lib/platform/authz/requirement";
import type { Prisma } from "@/lib/platform/db/types";
import type { Step } from "./steps";

/** What signing in, opening a page and doing something leave on the record: decided and written by the portal's own functions. */

export type Row = Prisma.AuditEventCreateManyInput;
export type Visitor = { readonly principal: UserPrincipal; readonly request: RequestInfo };

/** The controls that a page draws for those who may use them, as far as they are audited. */
const CONTROLS: Partial<Record<PageId, readonly Requirement[]>> = {
  access: permissionNames.filter((name) => permissionInfo(name).audited).map(own),
  entity: [own("Entity.Manage")],
  entities: [every("Entity.Manage")],
  users: [own("Users.Promote")],
  configuration: [own("Market.Config.Approve")],
};

/** The query of each page that the demo world's people open, under whose name that is on record. */
export const QUERY_OF: Partial<Readonly<Record<PageId, string>>> = {
  entities: "entities.list",
  users: "users.list",
  invitations: "invitations.list",
  documentation: "documentation.matrix",
  configuration: "configuration.overview",
  support: "support.list",
  home: "home.read",
  access: "access.view",
  requests: "support.ownRequests",
  entity: "entities.own",
  credit: "documentation.summary",
  "credit-documentation": "documentation.counterparties",
  admin: "home.overview",
  promotions: "roles.requests",
  market: "market.operations",
  diagnostics: "diagnostics.read",
  "market-configuration": "configuration.view",
  activity: "audit.activity",
  audit: "audit.list",
  outbox: "mail.list",
  directory: "directory.writes",
  jobs: "jobs.list",
};

/** The rows of one page, if it is one that they open: the shell around it, its door, and its controls once inside. */
export function pageRows(visitor: Visitor, page: PageId): Row[] {
  const { principal } = visitor;
  const query = QUERY_OF[page];
  if (!query) return [];
  const journal = openJournal(visitor, query);
  journal.isPageView = true;
  for (const decision of shellFor(principal).decisions) noteDecision(journal, decision, "visibility");
  const door = decidePage(principal, pageInfo(page));
  noteDecision(journal, door, "access");
  if (door.outcome === "deny") return rowsOf(journal, "NOT_AUTHORISED");
  for (const control of CONTROLS[page] ?? []) noteDecision(journal, decideRequirement(principal, control), "visibility");
  return rowsOf(journal, "committed");
}

type Deed = Pick<Step, "action" | "access" | "target" | "change" | "more" | "result">;

/** The rows of one action. What was refused or undone leaves its decision and no change. */
export function stepRows(visitor: Visitor, { action, access, target, change, more = [], result }: Deed): Row[] {
  const journal = openJournal(visitor, action);
  const decision = decide(visitor.principal, access, target);
  noteDecision(journal, decision, "access");
  if (decision.outcome === "deny") return rowsOf(journal, "NOT_AUTHORISED");
  if (change && !result) journal.changes.push(...more, change);
  return rowsOf(journal, result ?? "committed");
}

/** The row of a sign-out. */
export function signOutRows(visitor: Visitor): Row[] {
  const { userId, displayName, entity } = visitor.principal;
  const target = { type: "user", id: userId, label: displayName, entityId: entity.id };
  return stepRows(visitor, {
    action: "session.signOut",
    access: "signed-in",
    target: { entityId: entity.id },
    change: { action: "session.signed_out", target, changes: {} },
  });
}

export const actorOf = ({ userId, oid, displayName, login, entity, role }: UserPrincipal): SignInActor => ({
  userId,
  oid,
  name: displayName,
  login,
  entityId: entity.id,
  role,
});
