import { randomBytes, randomUUID } from "node:crypto";
import { z } from "zod";
import type { Caller } from "@/lib/platform/audit/event";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import type { AuditEvent } from "@/lib/platform/db/types";
import { AppError } from "@/lib/platform/errors";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { firstConfiguration } from "@/prisma/seed/configuration";
import { freshDatabase } from "./databases";
import { OTHER_ENTITY, OWN_ENTITY, person } from "./principals";

/** Two entities that each have a row of everything, for tests of what one may do to the other; on the database of this run. */

export const OTHER_USER = "0190a0c0-0000-7000-8000-0000000000f2";

/** `person` with the other entity as their own. */
export const stranger = (role: string): UserPrincipal => ({
  ...person(role),
  userId: OTHER_USER,
  oid: "7a0a3e4b-6a1f-4b66-8a1d-2e3c4d5e6f70",
  displayName: "Sophie van der Berg",
  email: "sophie.vanderberg@rata.example",
  login: "sophie.vanderberg@rata.example",
  entity: { id: OTHER_ENTITY, code: "RATA", shortName: "Rata Power", legalName: "Rata Power Limited", status: "active" },
});

/** Opens a fresh database with both entities and makes it this process's. */
export async function openTwoEntities(fresh: () => Promise<Database> = freshDatabase): Promise<Database> {
  const database = await fresh();
  await inSystem(async (tx) => {
    await tx.entity.createMany({
      data: [person("viewer").entity, stranger("viewer").entity].map(({ id, code, legalName, shortName }) => ({ id, code, legalName, shortName })),
    });
    await tx.configurationVersion.create({ data: { number: 1, content: firstConfiguration.content, hash: "0", note: "The first", authorName: "Setup" } });
  });
  await fill(person("entity-admin"), OTHER_ENTITY);
  await fill(stranger("entity-admin"), OWN_ENTITY);
  return database;
}

const fill = (admin: UserPrincipal, counterpartyId: string) =>
  inSystem(async (tx) => {
    const { userId, oid, login, entity, email, displayName } = admin;
    const colleague = randomUUID();
    const tid = "0190a0c0-0000-7000-8000-0000000000e1";
    await tx.user.createMany({
      data: [
        { id: userId, entityId: entity.id, tid, oid, login, email, displayName, role: admin.role },
        { id: colleague, entityId: entity.id, tid, oid: randomUUID(), email: `desk@${entity.code}.example`, displayName: "Desk", role: "viewer" },
      ],
    });
    const soon = new Date(Date.now() + 3_600_000);
    await tx.session.createMany({ data: [userId, colleague].map((id) => ({ id: randomUUID(), userId: id, expiresAt: soon })) });
    await tx.invitation.create({
      data: { entityId: entity.id, email: "new@people.example", role: "viewer", tokenHash: new Uint8Array(randomBytes(32)), senderId: userId, expiresAt: soon },
    });
    await tx.documentationStatus.create({
      data: {
        entityId: entity.id,
        counterpartyId,
        status: "pending",
        note: { create: { notes: `Of ${entity.code}`, editedById: userId, editedByName: displayName } },
      },
    });
    const role = { entityId: entity.id, userId: colleague };
    const change = { ...role, fromRole: "viewer", fromGlobal: false, toRole: "trader", toGlobal: false, reason: "Trades from today on.", seenAuthzVersion: 1 };
    await tx.roleRequest.create({
      data: { ...change, requesterId: userId, requesterOid: oid, requesterLogin: login, requesterName: displayName, requesterEmail: email },
    });
    await tx.roleGrant.create({
      data: { ...role, role: "trader", global: false, startsAt: new Date(), endsAt: soon, endedAt: new Date(), announceAt: soon, askedById: userId },
    });
    await tx.savedView.create({ data: { userId, name: "Traders", query: "role=trader" } });
    const jobId = randomUUID();
    await tx.job.create({
      data: {
        ...{ id: jobId, kind: "users.bulkChange", label: "End the sessions of 1 person", entityId: entity.id, askedById: userId, askedBy: displayName },
        ...{ requestId: randomUUID(), payload: {}, lane: jobId, nextAttemptAt: soon },
      },
    });
    const list = await tx.inviteList.create({ data: { userId, total: 1 } });
    await tx.inviteListRow.create({
      data: { listId: list.id, position: 1, ownerId: userId, entityId: entity.id, email: "new@people.example", name: "", role: "viewer" },
    });
    const run = await tx.bulkRun.create({ data: { jobId, userId, operation: "end_sessions", reason: "A laptop was lost.", scope: "1 person", total: 1 } });
    await tx.bulkRow.create({ data: { runId: run.id, position: 1, ownerId: userId, userId: colleague, label: "Desk" } });
    const request = await tx.supportRequest.create({ data: { entityId: entity.id, userId, subject: "Help", body: "Please." } });
    const written = { entityId: entity.id, authorId: userId, authorName: displayName, exchange: false, body: "Anybody?" };
    await tx.supportMessage.create({ data: { requestId: request.id, ...written } });
    await tx.directoryWrite.create({ data: { entityId: entity.id, person: `user:${userId}`, userId, kind: "revoke_sessions" } });
    await tx.mailMessage.create({ data: { entityId: entity.id, template: "invitation", toAddress: "new@people.example", subject: "Come in" } });
    await tx.auditEvent.create({
      data: {
        kind: "decision",
        purpose: "access",
        actorUserId: userId,
        actorEntityId: entity.id,
        permission: "Users.Promote",
        action: "assignments.change",
        targetEntityId: entity.id,
        outcome: "grant",
        result: "committed",
        requestId: randomUUID(),
      },
    });
  });

/** A request of the principal's, with an identity of its own by which its rows are found on the record. */
export const callerFor = (principal: UserPrincipal): Caller => ({
  principal,
  request: { requestId: randomUUID(), sessionId: null, sourceAddress: "127.0.0.1", userAgent: "test" },
});

/** What a request left on the record: decisions before changes. */
export const recordOf = ({ client }: Database, { request }: Caller): Promise<AuditEvent[]> =>
  client.auditEvent.findMany({ where: { requestId: request.requestId }, orderBy: [{ kind: "asc" }, { id: "asc" }] });

const sqlError = z.object({ meta: z.object({ driverAdapterError: z.object({ cause: z.object({ originalCode: z.string() }) }) }) });

/** The code under which something failed: the portal's own, or PostgreSQL's SQLSTATE. Anything else is thrown on. */
export function codeOfFailure(error: unknown): string {
  if (error instanceof AppError) return error.code;
  const parsed = sqlError.safeParse(error);
  if (parsed.success) return parsed.data.meta.driverAdapterError.cause.originalCode;
  throw error;
}

/** `done`, or the code under which the work failed. */
export const outcomeOf = (work: Promise<unknown>): Promise<string> => work.then(() => "done", codeOfFailure);
