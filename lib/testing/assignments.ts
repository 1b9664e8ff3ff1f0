import { randomUUID } from "node:crypto";
import type { RoleChange } from "@/lib/domain/roles/schema";
import type { Grant } from "@/lib/platform/authz/grant";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { User } from "@/lib/platform/db/types";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inWriteScope } from "@/lib/platform/unit-of-work/scope";
import { asActor } from "./actors";
import { OTHER_ENTITY, OWN_ENTITY, person } from "./principals";
import { callerFor, stranger } from "./two-entities";
import { addUsers, type NewUser } from "./world";

/** People who are stored as they act, for the tests of role changes. */

export const REASON = "Because the test says so.";

/** Somebody of the own entity (or the other), stored, and as they act. */
export async function colleague(role: string, more: Partial<NewUser> & { global?: boolean } = {}): Promise<UserPrincipal> {
  const { entityId = OWN_ENTITY, global = false } = more;
  const oid = randomUUID();
  const login = `${oid}@people.example`;
  const displayName = more.displayName ?? `${role} ${oid.slice(0, 4)}`;
  const [userId = ""] = await addUsers([{ displayName, role, oid, login, ...more, entityId, global }]);
  const entity = entityId === OTHER_ENTITY ? stranger(role).entity : person(role).entity;
  return { ...person(role, { globalAppRole: global }), userId, oid, displayName, email: login, login: more.login ?? login, entity };
}

type Permission = "Users.Promote" | "Users.Manage";

/** Runs a command as an action would: with the current standing, decide, then run, in one transaction. */
export const act = async <P extends Permission, T>(
  principal: UserPrincipal,
  permission: P,
  entityId: string,
  work: (tx: ScopedTx, grant: Grant<P>) => Promise<T>,
  caller = callerFor(principal),
): Promise<T> => inWriteScope(await asActor(caller), "assignments.test", (tx) => work(tx, authorize(tx, permission, { entityId })));

/** A valid change, based on the current standing. */
export const changeOf = ({ id, authzVersion }: Pick<User, "id" | "authzVersion">, to: Partial<RoleChange> = {}): RoleChange => ({
  id,
  seen: authzVersion,
  role: "trader",
  global: false,
  endsAt: null,
  reason: REASON,
  ...to,
});
