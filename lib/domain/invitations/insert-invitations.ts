import "server-only";
import { uuidv7 } from "uuidv7";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Invitation } from "@/lib/platform/db/types";
import type { Known } from "./existing-user";
import { hashInvitationToken, newInvitationToken } from "./token";

/** Reads and writes many invitations in one statement each. */

export const DAYS_VALID = 7;

export type Wanted = { readonly entityId: string; readonly email: string };
export type NewInvitation = Wanted & { readonly name: string; readonly role: string; readonly comesBack: boolean };
/** A stored invitation with its token, which exists only in its mail. */
export type SentInvitation = Pick<Invitation, "id" | "entityId" | "email" | "name" | "role" | "state" | "expiresAt"> & {
  readonly token: string;
  readonly entityName: string;
};

/**
 * The wanted addresses that already have a user or a pending invitation in that entity, ignoring case. A user
 * who is not terminated takes precedence over one who is.
 */
export async function findExistingUsers(tx: ScopedTx, wanted: readonly Wanted[]): Promise<readonly (Wanted & Known)[]> {
  const asked = wanted.map(({ entityId, email }) => ({ entity_id: entityId, email: email.toLowerCase() }));
  return tx.$queryRaw`
    SELECT * FROM (
      SELECT w.entity_id AS "entityId", w.email,
             u.id AS "userId", coalesce(u.status = 'terminated', false) AS terminated,
             (SELECT i.id FROM invitation i WHERE i.entity_id = w.entity_id AND lower(i.email COLLATE "C") = w.email AND i.state = 'pending') AS "invitationId"
      FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS w (entity_id uuid, email text)
      LEFT JOIN LATERAL (
        SELECT id, status FROM portal_user WHERE entity_id = w.entity_id AND lower(email COLLATE "C") = w.email AND returned_at IS NULL
        ORDER BY status = 'terminated', id LIMIT 1) u ON true
    ) found WHERE "userId" IS NOT NULL OR "invitationId" IS NOT NULL`;
}

/** Inserts pending invitations with a new token each; skips addresses invited at the same moment. */
export async function insertInvitations(tx: ScopedTx, senderId: string, wanted: readonly NewInvitation[]): Promise<readonly SentInvitation[]> {
  const made = new Map(wanted.map((one) => [uuidv7(), { ...one, token: newInvitationToken() }]));
  const rows = [...made].map(([id, { entityId, email, name, role, comesBack, token }]) => ({
    id,
    entity_id: entityId,
    email,
    name,
    role,
    comes_back: comesBack,
    hash: Buffer.from(hashInvitationToken(token)).toString("hex"),
  }));
  const stored = await tx.$queryRaw<{ id: string; expiresAt: Date; entityName: string }[]>`
    WITH sent AS (
      INSERT INTO invitation (id, entity_id, email, name, role, comes_back, token_hash, sender_id, expires_at)
      SELECT r.id, r.entity_id, r.email, r.name, r.role, r.comes_back, decode(r.hash, 'hex'), ${senderId}::uuid, now() + make_interval(days => ${DAYS_VALID}::int)
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (id uuid, entity_id uuid, email text, name text, role text, comes_back boolean, hash text)
      ON CONFLICT (entity_id, lower(email COLLATE "C")) WHERE state = 'pending' DO NOTHING
      RETURNING id, entity_id, expires_at)
    SELECT sent.id, sent.expires_at AS "expiresAt", e.short_name AS "entityName" FROM sent JOIN entity e ON e.id = sent.entity_id ORDER BY sent.id`;
  return stored.flatMap(({ id, expiresAt, entityName }) => {
    const one = made.get(id);
    return one ? [{ id, ...one, state: "pending" as const, expiresAt, entityName }] : [];
  });
}
