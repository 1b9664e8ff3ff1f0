import "server-only";
import { queueMail } from "@/lib/domain/mail";
import { isPermission } from "@/lib/platform/authz/permissions";
import { isGrantedInEntities, rolesHolding } from "@/lib/platform/authz/roles";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { SupportRequest } from "@/lib/platform/db/types";
import { env } from "@/lib/platform/env";
import { supportContact } from "./contact";

/** A bound above what any entity has. */
const MOST = 50;

/**
 * Notifies those who can help: an entity's user administrators when they can grant it; otherwise the exchange's
 * desk.
 */
export async function notifyHelpers(tx: ScopedTx, request: SupportRequest, authorId: string): Promise<void> {
  const own = isSettledInEntity(request) ? await administrators(tx, request.entityId, authorId) : [];
  const desk = own.length > 0 ? null : await supportContact(tx);
  await tell(tx, request, "support_opened", desk ? [desk.email] : own, `/admin/support/${request.id}`);
}

/** Notifies the requester of an answer. */
export async function notifyRequester(tx: ScopedTx, request: SupportRequest): Promise<void> {
  const requester = await tx.user.findUnique({ where: { id: request.userId }, select: { email: true } });
  await tell(tx, request, "support_answered", requester ? [requester.email] : [], `/access/requests/${request.id}`);
}

const isSettledInEntity = ({ kind, asksFor, everyEntity }: SupportRequest): boolean =>
  kind === "access" && !everyEntity && asksFor !== null && (!isPermission(asksFor) || isGrantedInEntities(asksFor));

async function administrators(tx: ScopedTx, entityId: string, except: string): Promise<readonly string[]> {
  const found = await tx.user.findMany({
    where: { entityId, status: "active", role: { in: [...rolesHolding("Users.Manage")] }, NOT: { id: except } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: MOST,
    select: { email: true },
  });
  return found.map(({ email }) => email);
}

const tell = (tx: ScopedTx, { entityId, subject }: SupportRequest, template: "support_opened" | "support_answered", to: readonly string[], path: string) =>
  queueMail(
    tx,
    to.map((address) => ({ to: address, entityId, template, params: { subject, link: new URL(path, env().APP_URL).href } })),
  );
