import { stableId } from "@/lib/adapters/entra/local-tenant";
import { approved, proposed, rejected } from "@/lib/domain/configuration/audit-events";
import { hashOf } from "@/lib/domain/configuration/hash";
import { invitationRevoked, invitationSent } from "@/lib/domain/invitations/audit-events";
import { changesOf } from "@/lib/platform/audit/changes";
import type { ChangeEvent } from "@/lib/platform/audit/event";
import type { PageId } from "@/lib/platform/authz/admin-tabs";
import { type Access, EVERY_ENTITY, type Target } from "@/lib/platform/authz/decide";
import type { ErrorCode } from "@/lib/platform/errors";
import { dateOf, minutesAfter } from "./clock";
import { ATTEMPTS, type Attempt, ENTITY_EDITS, type EntityEdit, USER_EDITS, type UserEdit } from "./story";
import { idOfEntity, idOfUser, personOf } from "./world";
import { differencesOf, idOfProposal, PROPOSALS, type WorldProposal } from "./world-configuration";
import { DOCUMENTATION, documentationAuthor, type WorldDocumentation } from "./world-documentation";
import { entityOf } from "./world-entities";
import { DAYS_VALID, INVITATIONS, SUPPORT_REQUESTS, type WorldInvitation, type WorldSupportRequest } from "./world-requests";
import { ROLE_REQUESTS, type WorldRoleRequest } from "./world-roles";

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
  /** What else it changed. */
  readonly more?: readonly ChangeEvent[];
  /** The error that undid it. */
  readonly result?: ErrorCode;
};

export const idOfInvitation = ({ email }: WorldInvitation): string => stableId(`invitation:${email}`);
export const idOfMail = ({ email }: WorldInvitation): string => stableId(`mail:${email}`);
export const idOfDocumentation = ({ owner, counterparty }: WorldDocumentation): string => stableId(`documentation:${owner}:${counterparty}`);
export const idOfSupportRequest = ({ by, subject }: WorldSupportRequest): string => stableId(`support:${by}:${subject}`);

export const EXCHANGE_DESK = "operator@aex.example";

/** Everything that anybody did, as steps, in no order; also what lies further back than the record does. */
export const stepsUpTo = (now: Date): Step[] => [
  ...ENTITY_EDITS.map((edit) => entityStep(edit, now)),
  ...USER_EDITS.map((edit) => userStep(edit, now)),
  ...ROLE_REQUESTS.flatMap((request) => requestSteps(request, now)),
  ...INVITATIONS.flatMap((invitation) => invitationSteps(invitation, now)),
  ...DOCUMENTATION.map((row) => documentationStep(row, now)),
  ...PROPOSALS.flatMap((proposal) => configurationSteps(proposal, now)),
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
    ? ({ event: "user.role_changed", action: "assignments.change", access: "Users.Promote" } as const)
    : ({ event: "user.status_changed", action: "users.setStatus", access: "Users.Manage" } as const);
  const request = ROLE_REQUESTS.find((one) => one.user === user && one.to === to.role && one.decision?.is === "approved");
  const change: ChangeEvent = { action: kind.event, target, changes: changesOf(from, to, ["role", "status"]), ...(reason && { reason }) };
  const step = { at: at(now), by, access: kind.access, target: { entityId }, change };
  return request
    ? { ...step, page: "promotions", action: "assignments.approve", more: [decisionEvent(request, "approved")] }
    : { ...step, page: "users", action: kind.action };
}

const personTarget = (user: string) => {
  const { name, entity } = personOf(user);
  return { type: "user", id: idOfUser(user), label: name, entityId: idOfEntity(entity) };
};

const decisionEvent = ({ user, decision }: WorldRoleRequest, state: string): ChangeEvent => ({
  action: `user.role_request_${state}`,
  target: personTarget(user),
  changes: changesOf({ state: "pending" }, { state }, ["state"]),
  ...(decision?.reason && { reason: decision.reason }),
});

/** Asking, rejecting and withdrawing; approving is the change of role itself, and being superseded is nobody's doing. */
function requestSteps(request: WorldRoleRequest, now: Date): Step[] {
  const { user, by, asked, reason, from, to, endsAt, decision } = request;
  const target = personTarget(user);
  const wanted = { fromRole: from, toRole: to, fromGlobal: false, toGlobal: false, endsAt: endsAt?.(now) ?? null, state: "pending" };
  const base = { page: "users", target: { entityId: target.entityId } } as const;
  const asking: ChangeEvent = { action: "user.role_requested", target, changes: changesOf(null, wanted, Object.keys(wanted)), reason };
  const steps: Step[] = [{ ...base, at: asked(now), by, action: "assignments.request", access: "Users.Manage", change: asking }];
  if (decision?.is === "withdrawn")
    steps.push({ ...base, at: decision.at(now), by, action: "assignments.withdraw", access: "Users.Manage", change: decisionEvent(request, decision.is) });
  if (decision?.is === "rejected" && decision.by)
    steps.push({
      ...base,
      at: decision.at(now),
      by: decision.by,
      page: "promotions",
      action: "assignments.reject",
      access: "Users.Promote",
      change: decisionEvent(request, decision.is),
    });
  return steps;
}

function invitationSteps(invitation: WorldInvitation, now: Date): Step[] {
  const { email, name, entity, role, sender, sent, accepted, revoked } = invitation;
  const entityId = idOfEntity(entity);
  const base = { by: sender, page: "invitations", access: "Invitations.Send", target: { entityId } } as const;
  const pending = { id: idOfInvitation(invitation), entityId, email, name, role, state: "pending", expiresAt: expiryOf(invitation, now) };
  const sending = { ...base, at: sent(now), action: "invitations.send", change: invitationSent(pending) };
  if (!revoked || accepted) return [sending];
  const change = invitationRevoked(pending, { ...pending, state: "revoked" }, "The address was wrong; a new invitation follows.");
  return [sending, { ...base, at: revoked(now), action: "invitations.revoke", change }];
}

export const expiryOf = ({ sent }: WorldInvitation, now: Date): Date => minutesAfter(sent(now), DAYS_VALID * 24 * 60);

function documentationStep(row: WorldDocumentation, now: Date): Step {
  const { owner, counterparty, status, was, notes, set, remind } = row;
  const entityId = idOfEntity(owner);
  const label = `${entityOf(owner).shortName} about ${entityOf(counterparty).shortName}`;
  const change: ChangeEvent = {
    action: "documentation.set",
    target: { type: "documentation", id: idOfDocumentation(row), label, entityId },
    changes: changesOf({ status: was, notes: "", remindOn: null }, { status, notes, remindOn: remind ? dateOf(remind(now)) : null }, [
      "status",
      "notes",
      "remindOn",
    ]),
  };
  return {
    at: set(now),
    by: documentationAuthor(owner),
    page: "credit-documentation",
    action: "documentation.setOwn",
    access: "Docs.Manage",
    target: { entityId },
    change,
  };
}

function configurationSteps(proposal: WorldProposal, now: Date): Step[] {
  const { name, by, at, baseNumber, content, reason, decided } = proposal;
  const about = { id: idOfProposal(name), baseNumber, proposerName: personOf(by).name, reason, effectiveAt: null, hash: hashOf(content) };
  const base = { page: "configuration", target: { entityId: idOfEntity("AEX") } } as const;
  const proposing = {
    ...base,
    at: at(now),
    by,
    action: "configuration.propose",
    access: "Market.Config.Manage",
    change: proposed(about, differencesOf(proposal)),
  } as const;
  if (!decided) return [proposing];
  const decision = decided.rejectedWhy
    ? { action: "configuration.reject", change: rejected(about, decided.rejectedWhy) }
    : { action: "configuration.approve", change: approved(about) };
  return [proposing, { ...base, at: decided.at(now), by: decided.by, access: "Market.Config.Approve", ...decision }];
}

function supportSteps(request: WorldSupportRequest, now: Date): Step[] {
  const { by, kind = "question", subject, state, opened, settled } = request;
  const entityId = idOfEntity(personOf(by).entity);
  const target = { type: "support_request", id: idOfSupportRequest(request), label: subject, entityId };
  const base = { page: "support", access: "panel", target: { entityId } } as const;
  const opening: ChangeEvent = { action: "support.opened", target, changes: changesOf(null, { kind, subject, state: "open" }, ["kind", "subject", "state"]) };
  const settling: ChangeEvent = {
    action: state === "closed" ? "support.closed" : "support.answered",
    target,
    changes: changesOf({ state: "open" }, { state }, ["state"]),
  };
  return [
    { ...base, at: opened(now), by, action: "support.open", change: opening },
    ...(settled
      ? [
          {
            ...base,
            at: settled(now),
            by: EXCHANGE_DESK,
            action: state === "closed" ? "support.close" : "support.reply",
            access: "signed-in" as const,
            change: settling,
          },
        ]
      : []),
  ];
}

const PAGE_OF_ACTION: Readonly<Record<string, PageId>> = { users: "users", assignments: "users", entities: "entities", configuration: "configuration" };

function attemptStep([at, by, action, access, on, result]: Attempt, now: Date): Step {
  const [slice = ""] = action.split(".");
  const target = on === "every entity" ? EVERY_ENTITY : { entityId: idOfEntity(on) };
  return { at: at(now), by, page: PAGE_OF_ACTION[slice] ?? "home", action, access, target, ...(result && { result }) };
}
