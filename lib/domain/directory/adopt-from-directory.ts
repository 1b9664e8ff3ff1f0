import "server-only";
import { supersedeRequestsAbout, supersedeRequestsBy } from "@/lib/domain/roles";
import { changesOf } from "@/lib/platform/audit/changes";
import type { ChangeEvent, Changes } from "@/lib/platform/audit/event";
import { countsAsGlobal } from "@/lib/platform/authz/principal";
import type { ScopedTx, SystemTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import type { User } from "@/lib/platform/db/types";

/** What the directory says about a person; labels only when they were requested. */
export type Found = { readonly role: string; readonly globalAppRole: boolean; readonly displayName?: string; readonly email?: string };

export type Adopted = {
  readonly user: User;
  /** The changes to record; empty when nothing changed. */
  readonly changes: Changes;
  /**
   * What ended with the change, to record: an open role request about the person, and their own requests that
   * they may no longer make.
   */
  readonly ended: readonly ChangeEvent[];
  /** No active operator with Global is left: raise an alert. */
  readonly lastOperatorLost: boolean;
};

/**
 * Applies what the directory says about a person: the only way its values reach a user's row, at sign-in and in
 * reconciliation. A different role or Global is a new authorization version, effective on the next request. The
 * caller holds the row's lock and records `changes`. Source of the rule: the domain's "source of truth".
 */
export async function adoptFromDirectory(tx: SystemTx | ScopedTx, before: User, found: Found): Promise<Adopted> {
  const { globalAppRole, ...rest } = found;
  const values = { ...rest, global: countsAsGlobal(found.role, globalAppRole) };
  const changes = changesOf(before, { ...before, ...values }, ["role", "global", "displayName", "email"]);
  if (Object.keys(changes).length === 0) return { user: before, changes, ended: [], lastOperatorLost: false };
  const at = await databaseTime(tx);
  const standsOtherwise = "role" in changes || "global" in changes;
  const endedAbout = standsOtherwise ? await supersedeRequestsAbout(tx, before, at, "The directory gave them another role.") : [];
  const authz = standsOtherwise ? { authzVersion: { increment: 1 }, ...(await temporaryAfter(tx, before, values)) } : {};
  await directorySays(tx, before, values);
  const user = await tx.user.update({ where: { id: before.id }, data: { ...values, ...authz, version: { increment: 1 }, updatedAt: at } });
  const ended = [...endedAbout, ...(standsOtherwise ? await supersedeRequestsBy(tx, user) : [])];
  return { user, changes, ended, lastOperatorLost: operates(before) && !operates(user) && !(await anyoneOperates(tx)) };
}

type Held = { readonly role: string; readonly global: boolean };

/**
 * Tells the database what the directory says about this identity: the only way a role that takes two people is
 * written without a second person. Accepted from sign-in and joining only, never in an actor's own transaction.
 */
export const directorySays = (tx: SystemTx | ScopedTx, { tid, oid }: Pick<User, "tid" | "oid">, { role, global }: Held): Promise<number> =>
  tx.$executeRaw`SELECT set_config('portal.directory_says', concat_ws(' ', ${tid}::uuid, ${oid}::uuid, ${role}::text, ${global}::boolean), true)`;

/**
 * A different role is permanent and ends temporary roles. The same role keeps its end, because the directory
 * got it from the portal: losing Global there must not make a five-minute role permanent.
 */
async function temporaryAfter(tx: SystemTx | ScopedTx, before: User, { role, global }: Held) {
  if (!before.roleEndsAt || role !== before.role) {
    await tx.$executeRaw`UPDATE role_grant SET ended_at = now() WHERE user_id = ${before.id}::uuid AND ended_at IS NULL`;
    return { baseRole: null, baseGlobal: null, roleEndsAt: null };
  }
  if (global) return {};
  await tx.$executeRaw`
    INSERT INTO role_grant (id, entity_id, user_id, role, global, starts_at, ends_at, announce_at, asked_by_id, request_id)
    SELECT gen_random_uuid(), entity_id, user_id, role, false, now(), ends_at, announce_at, asked_by_id, request_id
    FROM role_grant WHERE user_id = ${before.id}::uuid AND role = ${role} AND global AND ended_at IS NULL AND ends_at > now()`;
  await tx.$executeRaw`UPDATE role_grant SET ended_at = now() WHERE user_id = ${before.id}::uuid AND global AND ended_at IS NULL`;
  return { baseGlobal: false };
}

const operates = ({ role, global, status }: User): boolean => status === "active" && countsAsGlobal(role, global);

/** Global is stored only with a role that may have it, so the flag alone is enough. */
const anyoneOperates = async (tx: SystemTx | ScopedTx): Promise<boolean> =>
  (await tx.user.findFirst({ where: { global: true, status: "active" }, select: { id: true } })) !== null;
