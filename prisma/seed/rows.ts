import { createHash, randomBytes } from "node:crypto";
import { hashOf } from "@/lib/configuration/hash";
import type { Prisma } from "@/lib/db/types";
import { LOCAL_TENANT_ID } from "@/lib/directory/local/tenant";
import { daysAgo, minutesAfter } from "./clock";
import { firstConfiguration } from "./configuration";
import { type AuditRow, auditHistory } from "./history";
import { memberSince } from "./standing";
import { idOfDocumentation, idOfInvitation, idOfSupportRequest } from "./steps";
import { ENTITY_EDITS, USER_EDITS } from "./story";
import { idOfEntity, idOfPerson, idOfUser, personOf } from "./world";
import { DOCUMENTATION, documentationAuthor } from "./world-documentation";
import { type EntityCode, entityCodes, entityOf } from "./world-entities";
import { PEOPLE, type Person } from "./world-people";
import { DAYS_VALID, INVITATIONS, SUPPORT_REQUESTS, type WorldInvitation } from "./world-requests";

/** The demo world as rows, as of a moment. */

export function worldRows(now: Date) {
  const auditEvents = auditHistory(now);
  const seen = lastSeen(auditEvents);
  return {
    entities: entityCodes.map((code) => entityRow(code, now)),
    users: PEOPLE.map((person) => userRow(person, seen.get(idOfUser(person.userName)), now)),
    invitations: INVITATIONS.map((invitation) => invitationRow(invitation, now)),
    documentation: documentationRows(now),
    configuration: configurationRow(now),
    supportRequests: supportRows(now),
    auditEvents,
  };
}

/** When each user was last inside, as far as the record goes back. */
const lastSeen = (events: readonly AuditRow[]): ReadonlyMap<string, Date> =>
  new Map(events.flatMap(({ actorUserId, action, at }) => (actorUserId && action !== "session.refused" ? [[actorUserId, at] as const] : [])));

function entityRow(code: EntityCode, now: Date): Prisma.EntityCreateManyInput {
  const { legalName, shortName, status, statusReason = null, joined } = entityOf(code);
  const edits = ENTITY_EDITS.filter(({ entity, what }) => entity === code && what !== "create").map(({ at }) => at(now));
  const createdAt = joined(now);
  return { id: idOfEntity(code), code, legalName, shortName, status, statusReason, version: 1 + edits.length, createdAt, updatedAt: edits.at(-1) ?? createdAt };
}

/** For those whose latest visit is older than the record: some working day before it, though never before they joined. */
function unseenSince(person: Person, createdAt: Date, now: Date): Date {
  const visit = daysAgo(17 + PEOPLE.indexOf(person), "14:37")(now);
  return new Date(Math.max(visit.getTime(), createdAt.getTime()));
}

function userRow(person: Person, seenAt: Date | undefined, now: Date): Prisma.UserCreateManyInput {
  const { userName, name, entity, role, global = false, status } = person;
  const edits = USER_EDITS.filter(({ user }) => user === userName).map(({ at }) => at(now));
  const createdAt = memberSince(person, now);
  return {
    id: idOfUser(userName),
    entityId: idOfEntity(entity),
    tid: LOCAL_TENANT_ID,
    oid: idOfPerson(userName),
    email: userName,
    displayName: name,
    role,
    global,
    status: status?.is ?? "active",
    statusReason: status?.reason ?? null,
    authzVersion: 1 + edits.length,
    lastSeenAt: seenAt ?? unseenSince(person, createdAt, now),
    createdAt,
    updatedAt: edits.at(-1) ?? createdAt,
  };
}

/** The link is in nobody's hands: its token is thrown away here. */
const hashOfSomeToken = (): Uint8Array<ArrayBuffer> => new Uint8Array(createHash("sha256").update(randomBytes(32)).digest());

function invitationRow(invitation: WorldInvitation, now: Date): Prisma.InvitationCreateManyInput {
  const { email, entity, role, sender, sent, accepted, revoked } = invitation;
  const sentAt = sent(now);
  return {
    id: idOfInvitation(invitation),
    entityId: idOfEntity(entity),
    email,
    role,
    state: accepted ? "accepted" : revoked ? "revoked" : "pending",
    tokenHash: hashOfSomeToken(),
    senderId: idOfUser(sender),
    sentAt,
    expiresAt: minutesAfter(sentAt, DAYS_VALID * 24 * 60),
    acceptedAt: accepted?.(now) ?? null,
    accepterId: accepted ? idOfUser(email) : null,
    revokedAt: revoked?.(now) ?? null,
  };
}

const documentationRows = (now: Date): Prisma.DocumentationStatusCreateManyInput[] =>
  DOCUMENTATION.map((row) => {
    const author = personOf(documentationAuthor(row.owner));
    return {
      id: idOfDocumentation(row),
      entityId: idOfEntity(row.owner),
      counterpartyId: idOfEntity(row.counterparty),
      status: row.status,
      notes: row.notes,
      setById: idOfUser(author.userName),
      setByName: author.name,
      setAt: row.set(now),
    };
  });

function configurationRow(now: Date): Prisma.ConfigurationVersionCreateManyInput {
  const { number, content, note, author, appliedAt } = firstConfiguration;
  return { number, content, hash: hashOf(content), note, authorId: idOfUser(author), authorName: personOf(author).name, appliedAt: appliedAt(now) };
}

const supportRows = (now: Date): Prisma.SupportRequestCreateManyInput[] =>
  SUPPORT_REQUESTS.map((request) => {
    const { by, subject, body, state, opened, settled } = request;
    const createdAt = opened(now);
    const entityId = idOfEntity(personOf(by).entity);
    return { id: idOfSupportRequest(request), entityId, userId: idOfUser(by), subject, body, state, createdAt, updatedAt: settled?.(now) ?? createdAt };
  });
