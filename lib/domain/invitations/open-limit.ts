import "server-only";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";

/**
 * Throws TOO_MANY when an entity would exceed INVITATIONS_OPEN_PER_ENTITY open invitations, so that no entity
 * fills the mail and directory queues for the others. Concurrent senders of one entity take turns until the
 * transaction ends.
 */
export async function assertOpenInvitationLimit(tx: ScopedTx, wanted: readonly { readonly entityId: string }[]): Promise<void> {
  const most = env().INVITATIONS_OPEN_PER_ENTITY;
  const counts = new Map<string, number>();
  for (const { entityId } of wanted) counts.set(entityId, (counts.get(entityId) ?? 0) + 1);
  const ids = [...counts.keys()].toSorted();
  for (const id of ids) await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`invitations of ${id}`}, 0))::text`;
  const found = await tx.$queryRaw<{ id: string; name: string; open: number }[]>`
    SELECT e.id, e.short_name AS name, (SELECT count(*)::int FROM invitation i WHERE i.entity_id = e.id AND i.state = 'pending' AND i.expires_at > now()) AS open
    FROM entity e WHERE e.id = ANY(${ids}::uuid[]) ORDER BY e.short_name`;
  for (const { id, name, open } of found) {
    const more = counts.get(id) ?? 0;
    if (open + more <= most) continue;
    const room = Math.max(0, most - open);
    const next = room > 0 ? `Send ${number(room)} at most now` : "Wait until some are accepted or expire";
    throw new AppError(
      "TOO_MANY",
      `${name} has ${number(open)} open invitations, and an entity may have ${number(most)} at once. ${next}, or revoke those that nobody will use.`,
    );
  }
}

const number = (value: number): string => value.toLocaleString("en-NZ");
