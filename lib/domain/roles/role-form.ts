import "server-only";
import { entityOfUser, whyMayNotChangeUser } from "@/lib/domain/standing";
import { type Held, type Holding, takesTwo, takesTwoAgain } from "@/lib/domain/standing/model";
import { assignableRoles } from "@/lib/platform/authz/assignable";
import type { AccessDifference } from "@/lib/platform/authz/difference";
import type { Grant } from "@/lib/platform/authz/grant";
import { countsAsGlobal, isSamePerson, type UserPrincipal } from "@/lib/platform/authz/principal";
import type { RoleKey } from "@/lib/platform/authz/roles";
import { assertGrantOf, scopeOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import type { RoleGrant, User } from "@/lib/platform/db/types";
import { authorize, grantIf } from "@/lib/platform/unit-of-work/authorize";
import { baseOf, holdingsOf } from "./apply";
import { differenceFor, type RequestRow, requestsAbout } from "./requests";

/** A role that the reader may give or request, as this person would hold it. */
export type Choice = Held & {
  readonly role: RoleKey;
  readonly present: boolean;
  /** Takes two people. */
  readonly takesTwo: boolean;
  /** Permanent only: what would resurface after a temporary one takes two people. */
  readonly forGoodOnly: boolean;
  /** Until when one person may give it alone: the end of the present grant. */
  readonly aloneUntil: Date | null;
};

export type RoleForm = {
  readonly person: Pick<User, "id" | "displayName" | "status" | "authzVersion"> & { readonly held: Held; readonly base: Held };
  readonly isOneself: boolean;
  /** Why the reader may not change this person; null when they may. */
  readonly whyNoChange: string | null;
  readonly choices: readonly Choice[];
  /** The selected role, with what it would change. */
  readonly chosen: (Choice & { readonly difference: AccessDifference }) | null;
  /** Whether the reader changes roles here or requests changes. */
  readonly mayChange: boolean;
  readonly running: readonly Pick<RoleGrant, "id" | "role" | "global" | "endsAt">[];
  readonly requests: readonly RequestRow[];
};

type RoleFormInput = { readonly id: string; readonly to?: string | undefined; readonly global: boolean };

/** The page for changing a person's role, for readers who may manage them; null when the person is not visible. */
export async function openRoleForm(tx: ScopedTx, grant: Grant<"Users.View">, { id, to, global }: RoleFormInput): Promise<RoleForm | null> {
  assertGrantOf(tx, grant);
  const target = await entityOfUser(tx, id);
  return target && readRoleForm(tx, authorize(tx, "Users.Manage", target), id, { ...(to ? { role: to } : {}), global });
}

/** The same for a grant to manage; null when the person is outside of it. */
export async function readRoleForm(tx: ScopedTx, grant: Grant<"Users.Manage">, id: string, wanted: Partial<Held>): Promise<RoleForm | null> {
  const { principal } = grant;
  const user = await tx.user.findFirst({
    where: { AND: [{ id }, ...scopeOf(tx, grant).where] },
    include: { entity: true },
  });
  if (!user) return null;
  const choices = choicesFor(principal, user, await holdingsOf(tx, user, await databaseTime(tx)));
  const chosen = choices.find(({ role, global, present }) => role === wanted.role && global === (wanted.global ?? false) && !isFinal(user, present));
  const { displayName, status, authzVersion } = user;
  return {
    person: { id, displayName, status, authzVersion, held: heldBy(user), base: baseOf(user) },
    isOneself: isSamePerson(user, principal),
    whyNoChange: await whyMayNotChangeUser(tx, principal, id),
    choices,
    chosen: chosen ? { ...chosen, difference: differenceFor(user, chosen) } : null,
    mayChange: grantIf(tx, "Users.Promote", { entityId: user.entityId }) !== null,
    running: await tx.roleGrant.findMany({
      where: { userId: id, endedAt: null },
      orderBy: { startsAt: "desc" },
      select: { id: true, role: true, global: true, endsAt: true },
    }),
    requests: await requestsAbout(tx, grant, id),
  };
}

const heldBy = ({ role, global }: User): Held => ({ role, global: countsAsGlobal(role, global) });

/** A permanent role cannot be given again; a temporary one can be made permanent. */
const isFinal = ({ roleEndsAt }: User, present: boolean): boolean => present && roleEndsAt === null;

/** Every role that the reader may give, also with Global when they hold it and it counts. */
function choicesFor(principal: UserPrincipal, user: User, holdings: readonly Holding[]): readonly Choice[] {
  const held = heldBy(user);
  const variants = assignableRoles(principal).flatMap((role): (Held & { role: RoleKey })[] => [
    { role, global: false },
    ...(principal.global && countsAsGlobal(role, true) ? [{ role, global: true }] : []),
  ]);
  return variants.map((to) => ({
    ...to,
    present: to.role === held.role && to.global === held.global,
    takesTwo: takesTwo(holdings, { ...to, endsAt: null }),
    forGoodOnly: takesTwoAgain(baseOf(user), to),
    aloneUntil: holdings.reduce<Date | null>(
      (latest, { endsAt }) => (endsAt && endsAt > (latest ?? 0) && !takesTwo(holdings, { ...to, endsAt }) ? endsAt : latest),
      null,
    ),
  }));
}
