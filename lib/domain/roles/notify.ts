import "server-only";
import { queueMail } from "@/lib/domain/mail";
import type { Held } from "@/lib/domain/standing/model";
import { roleLabel } from "@/lib/platform/authz/roles";
import type { ScopedTx, SystemTx } from "@/lib/platform/db/scoped-tx";
import type { RoleRequest, User } from "@/lib/platform/db/types";
import { env } from "@/lib/platform/env";
import { marketInstant } from "@/lib/platform/time/market-clock";

/** Notifications about roles, queued in the transaction of the event. */

const link = (path: string): string => new URL(path, env().APP_URL).href;
const labelOf = ({ role, global }: Held): string => (global ? `${roleLabel(role)} with Global` : roleLabel(role));

type Change = { readonly to: Held; readonly endsAt: Date | null; readonly reason: string };

export async function notifyPerson(tx: ScopedTx, { entityId, email }: User, { to, endsAt, reason }: Change, by: string): Promise<void> {
  const entity = await tx.entity.findUniqueOrThrow({ where: { id: entityId }, select: { shortName: true } });
  const params = { role: labelOf(to), entity: entity.shortName, by, reason, until: endsAt && marketInstant(endsAt), link: link("/access") };
  await queueMail(tx, [{ to: email, entityId, template: "role_changed", params }]);
}

type Decision = { readonly decision: "approved" | "rejected"; readonly by: string; readonly reason: string };

export async function notifyRequester(tx: ScopedTx, request: RoleRequest, person: User, decided: Decision): Promise<void> {
  const role = labelOf({ role: request.toRole, global: request.toGlobal });
  const params = { ...decided, person: person.displayName, role, link: link(`/admin/users/promotions/${request.id}`) };
  await queueMail(tx, [{ to: request.requesterEmail, entityId: request.entityId, template: "role_decided", params }]);
}

/** Tells the requester that a request ended without a decision. */
export async function notifyRequestEnded(tx: ScopedTx | SystemTx, request: RoleRequest, person: User, reason: string): Promise<void> {
  const role = labelOf({ role: request.toRole, global: request.toGlobal });
  const params = { person: person.displayName, role, reason, link: link(`/admin/users/promotions/${request.id}`) };
  await queueMail(tx, [{ to: request.requesterEmail, entityId: request.entityId, template: "role_request_ended", params }]);
}

/** Tells the holder and the requester that a temporary role ends soon. */
export async function notifyRoleEnding(tx: SystemTx, person: User, grant: Held & { readonly endsAt: Date }, asker: Pick<User, "email"> | null): Promise<void> {
  const params = { person: person.displayName, role: labelOf(grant), until: marketInstant(grant.endsAt) };
  const letter = { entityId: person.entityId, template: "role_ending" } as const;
  const others = asker && asker.email !== person.email ? [asker.email] : [];
  await queueMail(tx, [
    { ...letter, to: person.email, params: { ...params, link: link("/access") } },
    ...others.map((to) => ({ ...letter, to, params: { ...params, link: link(`/admin/users/${person.id}`) } })),
  ]);
}
