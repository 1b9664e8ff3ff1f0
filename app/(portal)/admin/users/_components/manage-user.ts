import { requireTab } from "@/lib/adapters/web/require-tab";
import { getUser, type UserDetail } from "@/lib/domain/people";
import { type OpenRequest, openRequestsAbout } from "@/lib/domain/roles";
import { whyMayNotChangeUser } from "@/lib/domain/standing";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import type { Explanation } from "@/lib/platform/authz/explain";
import { idParam } from "@/lib/platform/lists/params";
import { authorize, grantIf, whyNot } from "@/lib/platform/unit-of-work/authorize";

export type ManagedUser = {
  readonly user: UserDetail;
  readonly isOneself: boolean;
  /** Their pending role request. */
  readonly openRequest: OpenRequest | null;
  /** Why the viewer cannot change this user: they could not assign the role the user holds. Null when they can. */
  readonly whyNoChange: string | null;
  /** Why the viewer cannot terminate this user; null when they can. */
  readonly whyNoTermination: Explanation | null;
};

/** Loads the user for a form, for viewers who may change them in their own entity or, with `across`, in every entity. */
export function manageUser(id: string, across: "their-entity" | "every-entity" = "their-entity"): Promise<ManagedUser> {
  return requireTab("users", async ({ tx, grant, principal }) => {
    const known = idParam.parse(id);
    if (across === "every-entity") authorize(tx, "Users.Manage", EVERY_ENTITY);
    const user = known ? await getUser(tx, grantIf(tx, "Users.View", EVERY_ENTITY) ?? grant, known) : null;
    if (!user) return null;
    const manage = authorize(tx, "Users.Manage", { entityId: user.entity.id });
    return {
      user,
      isOneself: user.id === principal.userId,
      openRequest: (await openRequestsAbout(tx, manage, [user.id]))[0] ?? null,
      whyNoChange: await whyMayNotChangeUser(tx, principal, user.id),
      whyNoTermination: whyNot(tx, "Users.Manage", EVERY_ENTITY),
    };
  });
}
