import { changesOf } from "@/lib/audit/changes";
import type { ChangeEvent } from "@/lib/audit/event";
import type { PageId } from "@/lib/authz/admin-tabs";
import { type Access, EVERY_ENTITY, type Target } from "@/lib/authz/decide";
import { stableId } from "@/lib/directory/local/tenant";
import type { ErrorCode } from "@/lib/errors";
import { ATTEMPTS, type Attempt, ENTITY_EDITS, type EntityEdit, USER_EDITS, type UserEdit } from "./story";
import { idOfEntity, idOfUser, personOf } from "./world";
import { DOCUMENTATION, documentationAuthor, type WorldDocumentation } from "./world-documentation";
import { entityOf } from "./world-entities";
import { INVITATIONS, SUPPORT_REQUESTS, type WorldInvitation, type WorldSupportRequest } from "./world-requests";

/** One action of one person: what it asked for, and what it changed. */
export type Step = {
  readonly at: Date;
  readonly by: string;
  /** Where the person was. */
  readonly page: PageId;
  readonly action: string;
  readonly access: Access;
  readonly target: Target;
  readonly change?: ChangeEvent;
  /** The error that undid it. */
  readonly result?: ErrorCode;
};

export const idOfInvitation = ({ email }: WorldInvitation): string => stableId(`invitation:${email}`);
export const idOfDocumentation = ({ owner, counterparty }: WorldDocumentation): string => stableId(`documentation:${owner}:${counterparty}`);
export const idOfSupportRequest = ({ by, subject }: WorldSupportRequest): string => stableId(`support:${by}:${subject}`);

const EXCHANGE_DESK = "operator@aex.example";

/** Everything that anybody did, as steps, in no order; also what lies further back than the record does. */
export const stepsUpTo = (now: Date): Step[] => [
  ...ENTITY_EDITS.map((edit) => entityStep(edit, now)),
  ...USER_EDITS.map((edit) => userStep(edit, now)),
  ...INVITATIONS.flatMap((invitation) => invitationSteps(invitation, now)),
  ...DOCUMENTATION.map((row) => documentationStep(row, now)),
  ...SUPPORT_REQUESTS.flatMap((request) => supportSteps(request, now)),
  ...ATTEMPTS.map((attempt) => attemptStep(attempt, now)),
];

const PAST = { create: "created", edit: "edited", suspend: "suspended", reinstate: "reinstated" } as const;

function entityStep({ at, by, entity, what, from, to, reason }: EntityEdit, now: Date): Step {
  const entityId = idOfEntity(entity);
  const change: ChangeEvent = {
    action: `entity.${PAST[what]}`,
    target: { type: "entity", id: entityId, label: entityOf(entity).shortName, entityId },
    changes: changesOf(from, to, ["code", "legalName", "shortName", "status"]),
    ...(reason && { reason }),
  };
  return {
    at: at(now),
    by,
    page: "entities",
    action: `entities.${what}`,
    access: "Entity.Manage",
    target: EVERY_ENTITY,
    change,
  };
}

function userStep({ at, by, user, from, to, ...edit }: UserEdit, now: Date): Step {
  const { name, entity, status } = personOf(user);
  const reason = edit.reason ?? status?.reason;
  const entityId = idOfEntity(entity);
  const target = { type: "user", id: idOfUser(user), label: name, entityId };
  const kind = to.role
    ? ({ event: "user.role_changed", action: "users.changeRole", access: "Users.Promote" } as const)
    : ({ event: "user.status_changed", action: "users.setStatus", access: "Users.Manage" } as const);
  const change: ChangeEvent = { action: kind.event, target, changes: changesOf(from, to, ["role", "status"]), ...(reason && { reason }) };
  return { at: at(now), by, page: "users", action: kind.action, access: kind.access, target: { entityId }, change };
}

function invitationSteps(invitation: WorldInvitation, now: Date): Step[] {
  const { email, entity, role, sender, sent, revoked } = invitation;
  const entityId = idOfEntity(entity);
  const target = { type: "invitation", id: idOfInvitation(invitation), label: email, entityId };
  const base = { by: sender, page: "invitations", access: "Invitations.Send", target: { entityId } } as const;
  const sending: ChangeEvent = { action: "invitation.sent", target, changes: changesOf(null, { email, role, state: "pending" }, ["email", "role", "state"]) };
  const revoking: ChangeEvent = { action: "invitation.revoked", target, changes: changesOf({ state: "pending" }, { state: "revoked" }, ["state"]) };
  return [
    { ...base, at: sent(now), action: "invitations.send", change: sending },
    ...(revoked ? [{ ...base, at: revoked(now), action: "invitations.revoke", change: revoking }] : []),
  ];
}

function documentationStep(row: WorldDocumentation, now: Date): Step {
  const { owner, counterparty, status, was, notes, set } = row;
  const entityId = idOfEntity(owner);
  const label = `${entityOf(owner).shortName} about ${entityOf(counterparty).shortName}`;
  const change: ChangeEvent = {
    action: "documentation.set",
    target: { type: "documentation", id: idOfDocumentation(row), label, entityId },
    changes: changesOf({ status: was, notes: "" }, { status, notes }, ["status", "notes"]),
  };
  return { at: set(now), by: documentationAuthor(owner), page: "entity", action: "documentation.set", access: "Docs.Manage", target: { entityId }, change };
}

function supportSteps(request: WorldSupportRequest, now: Date): Step[] {
  const { by, subject, state, opened, settled } = request;
  const entityId = idOfEntity(personOf(by).entity);
  const target = { type: "support_request", id: idOfSupportRequest(request), label: subject, entityId };
  const base = { page: "support", access: "panel", target: { entityId } } as const;
  const opening: ChangeEvent = { action: "support.opened", target, changes: changesOf(null, { subject, state: "open" }, ["subject", "state"]) };
  const settling: ChangeEvent = { action: `support.${state}`, target, changes: changesOf({ state: "open" }, { state }, ["state"]) };
  return [
    { ...base, at: opened(now), by, action: "support.open", change: opening },
    ...(settled ? [{ ...base, at: settled(now), by: EXCHANGE_DESK, action: "support.settle", change: settling }] : []),
  ];
}

const PAGE_OF_ACTION: Readonly<Record<string, PageId>> = { users: "users", entities: "entities", configuration: "configuration" };

function attemptStep([at, by, action, access, on, result]: Attempt, now: Date): Step {
  const [slice = ""] = action.split(".");
  const target = on === "every entity" ? EVERY_ENTITY : { entityId: idOfEntity(on) };
  return { at: at(now), by, page: PAGE_OF_ACTION[slice] ?? "home", action, access, target, ...(result && { result }) };
}
