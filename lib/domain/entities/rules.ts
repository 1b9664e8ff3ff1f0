import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { AppError } from "@/lib/platform/errors";
import type { Reason } from "@/lib/platform/unit-of-work/refuse";

type Stored = { readonly id: string; readonly version: number; readonly status: "active" | "suspended"; readonly shortName: string };

/** Optimistic lock: an edit names the version it saw, so it cannot overwrite another edit unseen. */
export function assertUnchanged(entity: Stored, seen: number): void {
  if (entity.version !== seen)
    throw new AppError(
      "STALE_BASE",
      `${entity.shortName} was changed while you had this form open. Open it again to see how it stands now; what you typed is still here to copy.`,
    );
}

/** Suspending one's own entity would shut out the people who could reinstate it. */
export const whyNotSuspended = (entity: Stored, principal: UserPrincipal): Reason | null =>
  entity.id === principal.entity.id
    ? { code: "LAST_OPERATOR", message: "Your own entity runs the market and cannot be suspended: nobody could reinstate it." }
    : null;

export function assertStatus(entity: Stored, status: Stored["status"]): void {
  if (entity.status !== status)
    throw new AppError(
      "ILLEGAL_TRANSITION",
      `${entity.shortName} is ${entity.status === "active" ? "active" : "suspended"} already. Open it to see who did that, and why.`,
    );
}
