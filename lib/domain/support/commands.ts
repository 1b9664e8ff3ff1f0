import "server-only";
import { journalOf } from "@/lib/platform/audit/journal";
import { record } from "@/lib/platform/audit/record";
import { EVERY_ENTITY, type Target } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import { permissionInfo } from "@/lib/platform/authz/permissions";
import { assertGrantOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Prisma, SupportRequest } from "@/lib/platform/db/types";
import { LIMITS } from "@/lib/platform/throttle/limits";
import { assertWithinLimits } from "@/lib/platform/throttle/throttle";
import { consider } from "@/lib/platform/unit-of-work/authorize";
import { refuse } from "@/lib/platform/unit-of-work/refuse";
import { supportClosed, supportOpened, supportReplied } from "./audit-events";
import { contextOf } from "./context";
import { notifyHelpers, notifyRequester } from "./notify";
import { assertNotClosed, assertPermissionMissing, assertUnchanged, subjectOf, whyNotHelp } from "./rules";
import type { AskForAccess, CloseRequest, OpenRequest, Reply } from "./schema";

/** Opens a question or problem, with the context that was shown as attached. */
export async function openRequest(tx: ScopedTx, grant: Grant<"panel">, { kind, subject, body, page, reference }: OpenRequest): Promise<SupportRequest> {
  await assertWithinLimits(tx, [{ limit: LIMITS.supportMessagesByPerson, subject: grant.principal.userId }]);
  return begin(tx, grant, { kind, subject, body, context: contextOf(grant.principal, journalOf(tx).caller.request, { page, reference }) });
}

/** Requests a permission, or access to the panel, from those who can grant it. */
export async function askForAccess(tx: ScopedTx, grant: Grant<"signed-in">, { access, everyEntity, reason, page }: AskForAccess): Promise<SupportRequest> {
  const { principal } = grant;
  const target: Target = everyEntity ? EVERY_ENTITY : { entityId: principal.entity.id };
  assertPermissionMissing(consider(tx, access, target).outcome === "grant");
  await assertWithinLimits(tx, [{ limit: LIMITS.accessRequestsByPerson, subject: principal.userId }]);
  const what = access === "panel" ? "The Admin panel" : permissionInfo(access).label;
  return begin(tx, grant, {
    kind: "access",
    subject: `${what}${everyEntity ? " across all entities" : ""} for ${principal.displayName}`,
    body: reason,
    asksFor: access,
    everyEntity,
    context: contextOf(principal, journalOf(tx).caller.request, { page }),
  });
}

type NewRequest = Omit<Prisma.SupportRequestUncheckedCreateInput, "entityId" | "userId">;

async function begin(tx: ScopedTx, grant: Grant<"panel" | "signed-in">, data: NewRequest): Promise<SupportRequest> {
  const { userId, entity } = grant.principal;
  const request = await tx.supportRequest.create({ data: { ...data, entityId: entity.id, userId } });
  record(tx, grant, supportOpened(request));
  await notifyHelpers(tx, request, userId);
  return request;
}

/** Adds an exchange's answer, or a message of the entity's own people, which reopens the request. */
export async function replyToRequest(tx: ScopedTx, grant: Grant<"signed-in">, { id, body }: Reply): Promise<SupportRequest> {
  const { principal } = grant;
  const before = await lockedRequest(tx, grant, id);
  await assertWithinLimits(tx, [{ limit: LIMITS.supportMessagesByPerson, subject: principal.userId }]);
  const exchange = principal.global;
  await tx.supportMessage.create({
    data: { requestId: id, entityId: before.entityId, authorId: principal.userId, authorName: principal.displayName, exchange, body },
  });
  const byHelper = principal.userId !== before.userId;
  const after = await change(tx, id, byHelper ? "answered" : "open");
  record(tx, grant, supportReplied(before, after));
  await (byHelper ? notifyRequester(tx, after) : notifyHelpers(tx, after, principal.userId));
  return after;
}

export async function closeRequest(tx: ScopedTx, grant: Grant<"signed-in">, { id, version }: CloseRequest): Promise<SupportRequest> {
  const before = await lockedRequest(tx, grant, id);
  assertNotClosed(before);
  assertUnchanged(before, version);
  const after = await change(tx, id, "closed");
  record(tx, grant, supportClosed(before, after));
  return after;
}

/** The request of the grant, locked until the transaction ends, so that answering and closing take turns. */
async function lockedRequest(tx: ScopedTx, grant: Grant<"signed-in">, id: string): Promise<SupportRequest> {
  assertGrantOf(tx, grant);
  if (grant.target.subject?.id !== id) throw new Error("This grant is about another request.");
  await tx.$queryRaw`SELECT id FROM support_request WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  const request = await tx.supportRequest.findUniqueOrThrow({ where: { id } });
  const why = whyNotHelp(request, grant.principal);
  if (why) refuse(grant, why, subjectOf(request));
  return request;
}

async function change(tx: ScopedTx, id: string, state: SupportRequest["state"]): Promise<SupportRequest> {
  await tx.$executeRaw`UPDATE support_request SET state = ${state}::support_state, version = version + 1, updated_at = now() WHERE id = ${id}::uuid`;
  return tx.supportRequest.findUniqueOrThrow({ where: { id } });
}
