import type { DirectoryChange } from "@/lib/domain/write-queue";
import type { UserPrincipal, UserStatus } from "@/lib/platform/authz/principal";
import type { User } from "@/lib/platform/db/types";
import { AppError } from "@/lib/platform/errors";
import type { Question } from "@/lib/platform/operations/operation";

/** What the directory holds of a person: the roles of their role groups, and Global. */
export type Standing = { readonly roles: readonly string[]; readonly global: boolean };
/** What settling a difference asks the directory once more. */
export const standingInDirectory: Question<Standing | null> = { of: "directory" };
/** What the portal says of them. */
export type Member = { readonly role: string; readonly global: boolean; readonly status: UserStatus };

/** Whoever is terminated keeps nothing; for anybody else the directory has exactly their role, and Global where they hold it. */
export function differs({ role, global, status }: Member, found: Standing): boolean {
  if (status === "terminated") return found.roles.length > 0 || found.global;
  // Their account opens nothing: whether its group is kept meanwhile makes no difference.
  if (status === "deactivated" && found.roles.length === 0 && !found.global) return false;
  return found.roles.length !== 1 || found.roles[0] !== role || found.global !== global;
}

/** What the directory is to be told, so that it says what the portal says. */
export const portalValue = ({ role, global, status }: Member): readonly DirectoryChange[] =>
  status === "terminated"
    ? [
        { kind: "set_role", role: null },
        { kind: "set_global", global: false },
      ]
    : [
        { kind: "set_role", role },
        { kind: "set_global", global },
      ];

type Compared = { readonly portalRole: string; readonly portalGlobal: boolean; readonly settledAt: Date | null };

/** What is decided is decided on what the comparison showed; somebody else's decision, or another change since, ends that. */
export function assertUnchangedSinceComparison({ portalRole, portalGlobal, settledAt }: Compared, { role, global }: Member): void {
  if (settledAt) throw new AppError("STALE_BASE", "Somebody has reconciled this person already. Compare again to see how things stand now.");
  if (role !== portalRole || global !== portalGlobal)
    throw new AppError("STALE_BASE", "This person’s role was changed since the comparison. Compare again to see how things stand now.");
}

/** Only what the latest finished comparison found is settled: the directory may have said something else since an earlier one. */
export function assertLatest({ comparisonId }: { readonly comparisonId: string }, latest: string | null): void {
  if (comparisonId !== latest) throw new AppError("STALE_BASE", "A later comparison was made since. Open its result and settle what it found.");
}

type Line = { readonly directoryRoles: readonly string[]; readonly directoryGlobal: boolean };

/** What is settled is what the directory says at this moment, not what it said when it was compared. */
export function assertSaysStill({ directoryRoles, directoryGlobal }: Line, now: Standing | null): void {
  const same = now && now.global === directoryGlobal && now.roles.toSorted().join() === directoryRoles.toSorted().join();
  if (!same) throw new AppError("STALE_BASE", "The directory says something else of this person now. Compare again to see how things stand.");
}

export type Identity = Pick<User, "id" | "oid" | "login">;

/**
 * The same row, the same identity in the directory, or the same address there: each is oneself here. The address is the sign-in name that the
 * directory proved; the portal's e-mail is a label, with which others could make somebody look like oneself.
 */
export const isAbout = ({ id, oid, login }: Identity, principal: Pick<UserPrincipal, "userId" | "oid" | "login">): boolean =>
  id === principal.userId || oid === principal.oid || (login !== null && login.toLowerCase() === principal.login?.toLowerCase());

/** The one role that can be taken over. */
export function assertSingleRole({ directoryRoles: [role, ...more] }: { readonly directoryRoles: readonly string[] }, { status }: Member): string {
  if (status === "terminated")
    throw new AppError("ILLEGAL_TRANSITION", "Terminated is for good: nothing is taken over. Write the portal’s value to the directory instead.");
  if (!role || more.length > 0)
    throw new AppError(
      "ILLEGAL_TRANSITION",
      `The directory has this person in ${role ? "several role groups" : "no role group"}, which is no role to take over. Write the portal’s value to the directory instead.`,
    );
  return role;
}
