import { requireTab } from "@/lib/actions/require-tab";
import { authorize, grantIf, whyNot } from "@/lib/authz/authorize";
import { EVERY_ENTITY } from "@/lib/authz/decide";
import type { Explanation } from "@/lib/authz/explain";
import { idParam } from "@/lib/lists/params";
import { whyMayNotChangeUser } from "@/lib/users/lock";
import { getUser, type UserDetail } from "@/lib/users/queries";

export type ManagedUser = {
  readonly user: UserDetail;
  readonly isOneself: boolean;
  /** Why changing this person is not theirs to do: they could not give the role that the person holds. Null where it is. */
  readonly whyNoChange: string | null;
  /** Why terminating is not theirs to do; null where it is. */
  readonly whyNoTermination: Explanation | null;
};

/** The person whom a form is about to change: for those only who may change them, in their entity or (`across`) in every one. */
export function manageUser(id: string, across: "their-entity" | "every-entity" = "their-entity"): Promise<ManagedUser> {
  return requireTab("users", async ({ tx, grant, principal }) => {
    const known = idParam.parse(id);
    if (across === "every-entity") authorize(tx, "Users.Manage", EVERY_ENTITY);
    const user = known ? await getUser(tx, grantIf(tx, "Users.View", EVERY_ENTITY) ?? grant, known) : null;
    if (!user) return null;
    authorize(tx, "Users.Manage", { entityId: user.entity.id });
    return {
      user,
      isOneself: user.id === principal.userId,
      whyNoChange: await whyMayNotChangeUser(tx, principal, user.id),
      whyNoTermination: whyNot(tx, "Users.Manage", EVERY_ENTITY),
    };
  });
}
