import "server-only";
import { whyMayNotChangeUser } from "@/lib/domain/standing";
import { type Held, type Holding, takesTwo, takesTwoAgain } from "@/lib/domain/standing/model";
import { assignableRoles } from "@/lib/platform/authz/assignable";
import type { AccessDifference } from "@/lib/platform/authz/difference";
import type { Grant } from "@/lib/platform/authz/grant";
import { countsAsGlobal, type UserPrincipal } from "@/lib/platform/authz/principal";
import type { RoleKey } from "@/lib/platform/authz/roles";
import { scopeOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import type { RoleGrant, User } from "@/lib/platform/db/types";
import { grantIf } from "@/lib/platform/unit-of-work/authorize";
import { baseOf, holdingsOf } from "./apply";
import { differenceFor, type RequestRow, requestsAbout } from "./queries";

/** A role that the reader may give or ask for, as this person would hold it. */
export type Choice = Held & {
  readonly role: RoleKey;
  readonly present: boolean;
  /** Given by two people together. */
  readonly takesTwo: boolean;
  /** Given for good only: what would come back after a while takes two. */
  readonly forGoodOnly: boolean;
  /** Until when one person alone may give it all the same: it runs so long already. */
  readonly aloneUntil: Date | null;
};

export type RoleForm = {
  readonly person: Pick<User, "id" | "displayName" | "status" | "authzVersion"> & { readonly held: Held; readonly base: Held };
  readonly isOneself: boolean;
  /** Why changing this person is not the reader's to do; null where it is. */
  readonly whyNoChange: string | null;
  readonly choices: readonly Choice[];
  /** The one that is looked at, with what it would change. */
  readonly chosen: (Choice & { readonly difference: AccessDifference }) | null;
  /** Whether the reader changes roles here, or asks that they be changed. */
  readonly mayChange: boolean;
  readonly running: readonly Pick<RoleGrant, "id" | "role" | "global" | "endsAt">[];
  readonly requests: readonly RequestRow[];
};

/** What the page of a person's role shows; null for somebody whom the grant does not reach. */
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
    isOneself: user.id === principal.userId || user.oid === principal.oid,
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

/** What somebody has for good already cannot be given again; what they have for a while can be made to last. */
const isFinal = ({ roleEndsAt }: User, present: boolean): boolean => present && roleEndsAt === null;

/** Every role that the reader may give, with Global as one more where they hold it and it can count. */
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
