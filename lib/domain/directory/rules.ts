import type { DirectoryChange } from "@/lib/domain/write-queue";
import type { UserStatus } from "@/lib/platform/authz/principal";
import { AppError } from "@/lib/platform/errors";
import type { Question } from "@/lib/platform/operations/operation";

/** A person's state in the directory: the roles of their role groups, and Global. */
export type Standing = { readonly roles: readonly string[]; readonly global: boolean };
/** The question to the directory when settling a difference. */
export const standingInDirectory: Question<Standing | null> = { of: "directory" };
/** A person's state in the portal. */
export type Member = { readonly role: string; readonly global: boolean; readonly status: UserStatus };

/**
 * A terminated person keeps nothing; for anybody else the directory has exactly their role, and Global when
 * they hold it.
 */
export function differs({ role, global, status }: Member, found: Standing): boolean {
  if (status === "terminated") return found.roles.length > 0 || found.global;
  // Their account opens nothing, so a leftover group makes no difference.
  if (status === "deactivated" && found.roles.length === 0 && !found.global) return false;
  return found.roles.length !== 1 || found.roles[0] !== role || found.global !== global;
}

/** The writes that bring the directory to the portal's state. */
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

/** A decision applies to the state that the comparison showed; another decision or change since then ends it. */
export function assertUnchangedSinceComparison({ portalRole, portalGlobal, settledAt }: Compared, { role, global }: Member): void {
  if (settledAt) throw new AppError("STALE_BASE", "Somebody has reconciled this person already. Compare again to see how things stand now.");
  if (role !== portalRole || global !== portalGlobal)
    throw new AppError("STALE_BASE", "This person’s role was changed since the comparison. Compare again to see how things stand now.");
}

/**
 * Only differences of the latest finished comparison can be settled: the directory may have changed since an
 * earlier one.
 */
export function assertLatest({ comparisonId }: { readonly comparisonId: string }, latest: string | null): void {
  if (comparisonId !== latest) throw new AppError("STALE_BASE", "A later comparison was made since. Open its result and settle what it found.");
}

type Line = { readonly directoryRoles: readonly string[]; readonly directoryGlobal: boolean };

/** Settling uses the directory's present state, not the state when it was compared. */
export function assertSaysStill({ directoryRoles, directoryGlobal }: Line, now: Standing | null): void {
  const same = now && now.global === directoryGlobal && now.roles.toSorted().join() === directoryRoles.toSorted().join();
  if (!same) throw new AppError("STALE_BASE", "The directory says something else of this person now. Compare again to see how things stand.");
}

/** The one role that can be adopted. */
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
