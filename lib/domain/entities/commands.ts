import "server-only";
import { record } from "@/lib/platform/audit/record";
import type { Grant } from "@/lib/platform/authz/grant";
import { isUniqueViolation } from "@/lib/platform/db/failures";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import type { Entity } from "@/lib/platform/db/types";
import { AppError } from "@/lib/platform/errors";
import { equalling } from "@/lib/platform/lists/params";
import { refuse } from "@/lib/platform/unit-of-work/refuse";
import { entityCreated, entityEdited, entityReinstated, entitySuspended } from "./audit-events";
import { assertStatus, assertUnchanged, whyNotSuspended } from "./rules";
import type { CreateEntity, EditEntity, EntityStatusChange } from "./schema";

type ManageEntities = Grant<"Entity.Manage">;

export async function createEntity(tx: ScopedTx, grant: ManageEntities, input: CreateEntity): Promise<Entity> {
  await assertNamesFree(tx, input);
  const entity = await unlessTaken(tx.entity.create({ data: { code: input.code, legalName: input.legalName, shortName: input.shortName } }));
  record(tx, grant, entityCreated(entity));
  return entity;
}

export async function editEntity(tx: ScopedTx, grant: ManageEntities, input: EditEntity): Promise<Entity> {
  const before = await lockedEntity(tx, input.id);
  assertUnchanged(before, input.version);
  if (before.legalName === input.legalName && before.shortName === input.shortName)
    throw new AppError("INVALID_INPUT", "Nothing is different. Change a name, or go back.");
  await assertNamesFree(tx, { legalName: input.legalName }, before.id);
  const after = await unlessTaken(
    tx.entity.update({
      where: { id: before.id },
      data: { legalName: input.legalName, shortName: input.shortName, version: { increment: 1 }, updatedAt: await databaseTime(tx) },
    }),
  );
  record(tx, grant, entityEdited(before, after));
  return after;
}

/** Suspends an entity; its people are refused from their next request on. */
export async function suspendEntity(tx: ScopedTx, grant: ManageEntities, input: EntityStatusChange): Promise<Entity> {
  const before = await lockedEntity(tx, input.id);
  const why = whyNotSuspended(before, grant.principal);
  if (why) refuse(grant, why, { type: "entity", id: before.id, label: before.shortName, entityId: before.id });
  assertStatus(before, "active");
  assertUnchanged(before, input.version);
  const after = await setStatus(tx, before.id, "suspended", input.reason);
  record(tx, grant, entitySuspended(before, after, input.reason));
  return after;
}

export async function reinstateEntity(tx: ScopedTx, grant: ManageEntities, input: EntityStatusChange): Promise<Entity> {
  const before = await lockedEntity(tx, input.id);
  assertStatus(before, "suspended");
  assertUnchanged(before, input.version);
  const after = await setStatus(tx, before.id, "active", null);
  record(tx, grant, entityReinstated(before, after, input.reason));
  return after;
}

const setStatus = async (tx: ScopedTx, id: string, status: Entity["status"], statusReason: string | null) =>
  tx.entity.update({ where: { id }, data: { status, statusReason, version: { increment: 1 }, updatedAt: await databaseTime(tx) } });

/** Locks the entity until the transaction ends, so that two edits take turns. */
async function lockedEntity(tx: ScopedTx, id: string): Promise<Entity> {
  await tx.$queryRaw`SELECT id FROM entity WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  const entity = await tx.entity.findUnique({ where: { id } });
  if (!entity) return refuse(tx, { code: "NOT_AUTHORISED", message: "There is no such entity. Go back to the list and choose one." });
  return entity;
}

async function assertNamesFree(tx: ScopedTx, names: { code?: string; legalName: string }, except?: string): Promise<void> {
  const taken = await tx.entity.findFirst({
    where: {
      OR: [...(names.code ? [{ code: names.code }] : []), { legalName: equalling(names.legalName) }],
      ...(except ? { NOT: { id: except } } : {}),
    },
    select: { code: true, shortName: true },
  });
  if (!taken) return;
  const fieldErrors = taken.code === names.code ? { code: `${taken.shortName} has this code.` } : { legalName: `${taken.shortName} has this legal name.` };
  throw new AppError("ALREADY_EXISTS", "Another entity has this already. Choose something else.", { fieldErrors });
}

/** The constraint decides when two people take one name at the same moment. */
async function unlessTaken<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError("ALREADY_EXISTS", "Another entity took this code or name just now. Choose something else.");
    throw error;
  }
}
