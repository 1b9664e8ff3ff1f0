import { roleCanTrade, USER_STATUSES } from "@/lib/domain/standing/model";
import type { Grant } from "@/lib/platform/authz/grant";
import { isSamePerson, type UserStatus } from "@/lib/platform/authz/principal";
import { AppError, invalidInput } from "@/lib/platform/errors";
import { refuse } from "@/lib/platform/unit-of-work/refuse";
import { aboutUser } from "./audit-events";

type ManageUsers = Grant<"Users.Manage">;

/** A person's row, locked. */
export type Stored = {
  readonly id: string;
  readonly oid: string;
  readonly login: string | null;
  readonly entityId: string;
  readonly displayName: string;
  readonly role: string;
  readonly status: UserStatus;
  readonly version: number;
};

/** Optimistic lock: a change names the version it saw, so it cannot overwrite another change unseen. */
export function assertUnchanged({ version, displayName }: Stored, seen: number): void {
  if (version !== seen)
    throw new AppError(
      "STALE_BASE",
      `${displayName} was changed while you had this form open. Open it again to see how they stand now; what you typed is still here to copy.`,
    );
}

/** Nobody changes their own status. */
export function assertNotOneself(person: Stored, grant: ManageUsers): void {
  if (!isSamePerson(person, grant.principal)) return;
  refuse(grant, { code: "SELF_APPROVAL", message: "Nobody changes their own status. Ask a colleague who manages users to do it." }, aboutUser(person));
}

/** Nobody edits their own profile: the record and mail carry it, and others trust it. */
export function assertNotOwnProfile(person: Stored, grant: ManageUsers): void {
  if (!isSamePerson(person, grant.principal)) return;
  const message = "Nobody changes their own name or address. Have it corrected in the directory: it is taken over when you sign in.";
  refuse(grant, { code: "SELF_APPROVAL", message }, aboutUser(person));
}

/** Terminated is final. */
export function assertNotTerminated({ status, displayName }: Stored): void {
  if (status === "terminated")
    throw new AppError("ILLEGAL_TRANSITION", `${displayName} is terminated, for good: only the record stays. Invite them again if they are to come back.`);
}

export function assertStatusDiffers({ status, displayName }: Stored, next: UserStatus): void {
  if (status === next)
    throw new AppError(
      "ILLEGAL_TRANSITION",
      `${displayName} is ${USER_STATUSES[status].label.toLowerCase()} already. Open their page to see who did that, and why.`,
    );
}

/**
 * Halted and Frozen are for people whose role can trade; for others they would have no effect, or hide a
 * withheld permission.
 */
export function assertCanTrade({ role, displayName }: Stored, next: UserStatus): void {
  if (USER_STATUSES[next].onlyTraders && !roleCanTrade(role))
    throw new AppError(
      "ILLEGAL_TRANSITION",
      `${displayName}’s role cannot trade, so ${USER_STATUSES[next].label} is not for them. Choose Deactivated to shut them out.`,
    );
}

/** Terminating requires typing the person's name as shown. */
export function assertNameConfirmed({ displayName }: Stored, typed: string): void {
  if (typed !== displayName.normalize("NFC").trim()) throw invalidInput({ name: `Type the name exactly as shown here: ${displayName}` });
}
