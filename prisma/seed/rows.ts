import { createHash, randomBytes } from "node:crypto";
import { LOCAL_TENANT_ID, stableId } from "@/lib/adapters/entra/local-tenant";
import { announceAt } from "@/lib/domain/standing/standing";
import type { Prisma } from "@/lib/platform/db/types";
import { dateOf, daysAgo, minutesAfter } from "./clock";
import { type AuditRow, auditHistory } from "./history";
import { marketRows } from "./market";
import { memberSince } from "./standing";
import { EXCHANGE_DESK, expiryOf, idOfDocumentation, idOfInvitation, idOfMail, idOfSupportRequest } from "./steps";
import { ENTITY_EDITS, USER_EDITS } from "./story";
import { idOfEntity, idOfPerson, idOfUser, personOf } from "./world";
import { proposalRows, versionRows } from "./world-configuration";
import { DOCUMENTATION, documentationAuthor, type WorldDocumentation } from "./world-documentation";
import { type EntityCode, entityCodes, entityOf } from "./world-entities";
import { PEOPLE, type Person } from "./world-people";
import { INVITATIONS, SUPPORT_REQUESTS, type WorldInvitation } from "./world-requests";
import { idOfRoleRequest, ROLE_GRANTS, ROLE_REQUESTS, type WorldRoleGrant, type WorldRoleRequest } from "./world-roles";

/** The demo world as rows, as of a moment. */

export function worldRows(now: Date) {
  const auditEvents = auditHistory(now);
  const seen = lastSeen(auditEvents);
  return {
    entities: entityCodes.map((code) => entityRow(code, now)),
    users: PEOPLE.map((person) => userRow(person, now)),
    presence: PEOPLE.map((person) => presenceRow(person, seen.get(idOfUser(person.userName)), now)),
    invitations: INVITATIONS.map((invitation) => invitationRow(invitation, now)),
    savedViews: savedViewRows(now),
    roleRequests: ROLE_REQUESTS.map((request) => roleRequestRow(request, now)),
    roleGrants: ROLE_GRANTS.map((grant) => roleGrantRow(grant, now)),
    mail: INVITATIONS.map((invitation) => mailRow(invitation, now)),
    documentation: documentationRows(now),
    documentationNotes: documentationNotes(now),
    market: marketRows(now),
    configurationProposals: proposalRows(now),
    configurationVersions: versionRows(now),
    supportRequests: supportRows(now),
    supportMessages: messageRows(now),
    auditEvents,
  };
}

/** Lists that people come back to. */
const SAVED_VIEWS = [
  { by: "operator@aex.example", name: "Frozen and not seen for a month", query: "status=frozen&seen=over-30" },
  { by: "operator@aex.example", name: "Traders by entity", query: "role=trader&columns=email%2Centity%2Cstatus%2ClastSeenAt" },
  { by: "operator@aex.example", name: "Waiting for the directory", query: "directory=pending" },
  { by: "admin@kauri.example", name: "Never signed in", query: "seen=never&sort=createdAt&direction=desc" },
] as const;

const savedViewRows = (now: Date): Prisma.SavedViewCreateManyInput[] =>
  SAVED_VIEWS.map(({ by, name, query }, index) => ({
    id: stableId(`view:${by}:${name}`),
    userId: idOfUser(by),
    name,
    query,
    createdAt: daysAgo(9 - index, "10:20")(now),
  }));

/** When each user was last inside, as far as the record goes back. */
const lastSeen = (events: readonly AuditRow[]): ReadonlyMap<string, Date> =>
  new Map(events.flatMap(({ actorUserId, action, at }) => (actorUserId && action !== "session.refused" ? [[actorUserId, at] as const] : [])));

function entityRow(code: EntityCode, now: Date): Prisma.EntityCreateManyInput {
  const { legalName, shortName, status, statusReason = null, trades = true, joined } = entityOf(code);
  const edits = ENTITY_EDITS.filter(({ entity, what }) => entity === code && what !== "create").map(({ at }) => at(now));
  const createdAt = joined(now);
  return {
    id: idOfEntity(code),
    code,
    legalName,
    shortName,
    status,
    statusReason,
    trades,
    version: 1 + edits.length,
    createdAt,
    updatedAt: edits.at(-1) ?? createdAt,
  };
}

/** For those whose latest visit is older than the record: some working day before it, though never before they joined. */
function unseenSince(person: Person, createdAt: Date, now: Date): Date {
  const visit = daysAgo(17 + PEOPLE.indexOf(person), "14:37")(now);
  return new Date(Math.max(visit.getTime(), createdAt.getTime()));
}

function userRow(person: Person, now: Date): Prisma.UserCreateManyInput {
  const { userName, name, entity, role, global = false, status } = person;
  const edits = USER_EDITS.filter(({ user }) => user === userName).map(({ at }) => at(now));
  const createdAt = memberSince(person, now);
  return {
    id: idOfUser(userName),
    entityId: idOfEntity(entity),
    tid: LOCAL_TENANT_ID,
    oid: idOfPerson(userName),
    email: userName,
    login: userName,
    displayName: name,
    role,
    global,
    status: status?.is ?? "active",
    statusReason: status?.reason ?? null,
    ...baseOf(userName, now),
    authzVersion: 1 + edits.length,
    createdAt,
    updatedAt: edits.at(-1) ?? createdAt,
  };
}

const presenceRow = (person: Person, seenAt: Date | undefined, now: Date) => ({
  userId: idOfUser(person.userName),
  lastSeenAt: seenAt ?? unseenSince(person, memberSince(person, now), now),
});

/** The base roles of people with a temporary role. */
function baseOf(userName: string, now: Date): Pick<Prisma.UserCreateManyInput, "baseRole" | "baseGlobal" | "roleEndsAt"> {
  const grant = ROLE_GRANTS.find(({ user }) => user === userName);
  return grant ? { baseRole: grant.base, baseGlobal: false, roleEndsAt: grant.until(now) } : {};
}

function roleGrantRow({ user, by, from, until }: WorldRoleGrant, now: Date): Prisma.RoleGrantCreateManyInput {
  const { role, entity } = personOf(user);
  const times = { startsAt: from(now), endsAt: until(now), announceAt: announceAt(from(now), until(now)) };
  return { entityId: idOfEntity(entity), userId: idOfUser(user), role, global: false, ...times, askedById: idOfUser(by) };
}

function roleRequestRow(request: WorldRoleRequest, now: Date): Prisma.RoleRequestCreateManyInput {
  const { user, from, to, by, asked, reason, endsAt, decision } = request;
  const createdAt = asked(now);
  return {
    id: idOfRoleRequest(request),
    entityId: idOfEntity(personOf(user).entity),
    userId: idOfUser(user),
    fromRole: from,
    fromGlobal: false,
    toRole: to,
    toGlobal: false,
    reason,
    seenAuthzVersion: 1 + USER_EDITS.filter((edit) => edit.user === user && edit.at(now) < createdAt).length,
    endsAt: endsAt?.(now) ?? null,
    requesterId: idOfUser(by),
    requesterOid: idOfPerson(by),
    requesterLogin: by,
    requesterName: personOf(by).name,
    requesterEmail: by,
    createdAt,
    ...(decision && {
      state: decision.is,
      decidedAt: decision.at(now),
      decidedById: decision.by ? idOfUser(decision.by) : null,
      decidedByName: decision.by ? personOf(decision.by).name : null,
      decisionReason: decision.reason ?? null,
    }),
  };
}

/** The link is in nobody's hands: its token is thrown away here. */
const hashOfSomeToken = (): Uint8Array<ArrayBuffer> => new Uint8Array(createHash("sha256").update(randomBytes(32)).digest());

function invitationRow(invitation: WorldInvitation, now: Date): Prisma.InvitationCreateManyInput {
  const { email, name, entity, role, sender, sent, accepted, revoked } = invitation;
  const sentAt = sent(now);
  return {
    id: idOfInvitation(invitation),
    entityId: idOfEntity(entity),
    email,
    name,
    role,
    state: accepted ? "accepted" : revoked ? "revoked" : "pending",
    tokenHash: hashOfSomeToken(),
    senderId: idOfUser(sender),
    sentAt,
    expiresAt: expiryOf(invitation, now),
    acceptedAt: accepted?.(now) ?? null,
    accepterId: accepted ? idOfUser(email) : null,
    revokedAt: revoked?.(now) ?? null,
  };
}

/** What was mailed: all of it left, or was refused; what a message said is not kept. */
function mailRow(invitation: WorldInvitation, now: Date): Prisma.MailMessageCreateManyInput {
  const { email, entity, sender, sent, bounced } = invitation;
  const createdAt = sent(now);
  return {
    id: idOfMail(invitation),
    entityId: idOfEntity(entity),
    invitationId: idOfInvitation(invitation),
    template: "invitation",
    toAddress: email,
    subject: `${personOf(sender).name} invites you to ${entityOf(entity).shortName} on Rolebook`,
    state: bounced ? "failed" : "sent",
    attempts: 1,
    lastError: bounced ?? null,
    createdAt,
    nextAttemptAt: createdAt,
    sentAt: bounced ? null : minutesAfter(createdAt, 1),
  };
}

const documentationRows = (now: Date): Prisma.DocumentationStatusCreateManyInput[] =>
  DOCUMENTATION.map((row) => ({ id: idOfDocumentation(row), ...sidesOf(row), status: row.status, setAt: row.set(now) }));

const documentationNotes = (now: Date): Prisma.DocumentationNoteCreateManyInput[] =>
  DOCUMENTATION.map((row) => {
    const { userName, name } = personOf(documentationAuthor(row.owner));
    const remindOn = row.remind ? new Date(dateOf(row.remind(now))) : null;
    return { ...sidesOf(row), notes: row.notes, remindOn, editedById: idOfUser(userName), editedByName: name, editedAt: row.set(now) };
  });

const sidesOf = ({ owner, counterparty }: WorldDocumentation) => ({ entityId: idOfEntity(owner), counterpartyId: idOfEntity(counterparty) });

const supportRows = (now: Date): Prisma.SupportRequestCreateManyInput[] =>
  SUPPORT_REQUESTS.map((request) => {
    const { by, kind = "question", subject, body, state, opened, settled } = request;
    const createdAt = opened(now);
    const entityId = idOfEntity(personOf(by).entity);
    return { id: idOfSupportRequest(request), entityId, userId: idOfUser(by), kind, subject, body, state, createdAt, updatedAt: settled?.(now) ?? createdAt };
  });

const messageRows = (now: Date): Prisma.SupportMessageCreateManyInput[] =>
  SUPPORT_REQUESTS.flatMap((request) => {
    const { by, answer, settled } = request;
    if (!answer || !settled) return [];
    const author = personOf(EXCHANGE_DESK);
    const common = { requestId: idOfSupportRequest(request), entityId: idOfEntity(personOf(by).entity), createdAt: settled(now) };
    return [{ ...common, authorId: idOfUser(EXCHANGE_DESK), authorName: author.name, exchange: true, body: answer }];
  });
