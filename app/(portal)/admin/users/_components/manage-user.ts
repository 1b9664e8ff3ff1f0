import { requireTab } from "@/lib/actions/require-tab";
import { authorize, grantIf } from "@/lib/authz/authorize";
import { EVERY_ENTITY } from "@/lib/authz/decide";
import { type Explanation, explainFor } from "@/lib/authz/explain";
import { idParam } from "@/lib/lists/params";
import { getUser, type UserDetail } from "@/lib/users/queries";

export type ManagedUser = {
  readonly user: UserDetail;
  readonly isOneself: boolean;
  /** Why terminating is not theirs to do; null where it is. */
  readonly whyNoTermination: Explanation | null;
};

/** The person whom a form is about to change: for those only who may change them, in their entity or (`across`) in every one. */
export function manageUser(id: string, across: "their-entity" | "every-entity" = "their-entity"): Promise<ManagedUser> {
  return requireTab("users", async ({ tx, grant, principal }) => {
    const known = idParam.parse(id);
    const global = grantIf(tx, "Users.Manage", EVERY_ENTITY);
    if (across === "every-entity") authorize(tx, "Users.Manage", EVERY_ENTITY);
    const user = known ? await getUser(tx, grantIf(tx, "Users.View", EVERY_ENTITY) ?? grant, known) : null;
    if (!user) return null;
    authorize(tx, "Users.Manage", { entityId: user.entity.id });
    return { user, isOneself: user.id === principal.userId, whyNoTermination: global ? null : explainFor(principal, "Users.Manage", EVERY_ENTITY) };
  });
}
