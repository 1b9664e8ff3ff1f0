import { roleCanTrade, USER_STATUSES } from "@/lib/domain/standing/model";
import type { Grant } from "@/lib/platform/authz/grant";
import type { UserPrincipal, UserStatus } from "@/lib/platform/authz/principal";
import { AppError, invalidInput } from "@/lib/platform/errors";
import { refuse } from "@/lib/platform/unit-of-work/refuse";
import { aboutUser } from "./audit-events";

type ManageUsers = Grant<"Users.Manage">;

/** A person's row, as it is locked. */
export type Stored = {
  readonly id: string;
  readonly oid: string;
  readonly entityId: string;
  readonly displayName: string;
  readonly role: string;
  readonly status: UserStatus;
  readonly version: number;
};

/** A change names the version it saw; somebody else's change in between must not be overwritten unseen. */
export function assertUnchanged({ version, displayName }: Stored, seen: number): void {
  if (version !== seen)
    throw new AppError(
      "STALE_BASE",
      `${displayName} was changed while you had this form open. Open it again to see how they stand now; what you typed is still here to copy.`,
    );
}

/** Nobody changes their own status: who is shut out or let in is for somebody else to say. */
export function assertNotOneself(person: Stored, grant: ManageUsers): void {
  if (!isOneself(person, grant.principal)) return;
  refuse(grant, { code: "SELF_APPROVAL", message: "Nobody changes their own status. Ask a colleague who manages users to do it." }, aboutUser(person));
}

/** Nobody writes their own label: the record and letters carry it, and others trust it. */
export function assertNotOwnProfile(person: Stored, grant: ManageUsers): void {
  if (!isOneself(person, grant.principal)) return;
  const message = "Nobody changes their own name or address. Have it corrected in the directory: it is taken over when you sign in.";
  refuse(grant, { code: "SELF_APPROVAL", message }, aboutUser(person));
}

/** Whether a row is the acting person: the same account of the portal, or the same identity in the directory. */
export const isOneself = ({ id, oid }: Pick<Stored, "id" | "oid">, principal: UserPrincipal): boolean => id === principal.userId || oid === principal.oid;

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

/** Halted and Frozen are for people whose role can trade; for anybody else they would say nothing, or hide a shut door. */
export function assertCanTrade({ role, displayName }: Stored, next: UserStatus): void {
  if (USER_STATUSES[next].onlyTraders && !roleCanTrade(role))
    throw new AppError(
      "ILLEGAL_TRANSITION",
      `${displayName}’s role cannot trade, so ${USER_STATUSES[next].label} is not for them. Choose Deactivated to shut them out.`,
    );
}

/** Terminating asks for the person's name as it stands on the page. */
export function assertNameConfirmed({ displayName }: Stored, typed: string): void {
  if (typed !== displayName.normalize("NFC").trim()) throw invalidInput({ name: `Type the name exactly as it stands here: ${displayName}` });
}
