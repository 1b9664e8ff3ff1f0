import { permissionInfo } from "@/lib/platform/authz/permissions";
import type { UserStatus } from "@/lib/platform/authz/principal";
import { permissionsOf } from "@/lib/platform/authz/roles";

export type StatusInfo = {
  label: string;
  /** What the status withholds of the role, in one sentence. */
  effect: string;
  tone: "positive" | "warning" | "danger" | "neutral";
  /** Only for people whose role can trade. */
  onlyTraders?: true;
  /** No access at all; sessions end. */
  shutsOut?: true;
  /** Ends an open role request, which was made for a person of another standing. */
  endsRequests?: true;
};

/** The text of each status; `decide` enforces what it withholds. */
export const USER_STATUSES: Readonly<Record<UserStatus, StatusInfo>> = {
  active: { label: "Active", effect: "Everything that the role allows.", tone: "positive" },
  halted: { label: "Halted", effect: "Trading is withheld; the rest of the role stays.", tone: "warning", onlyTraders: true },
  frozen: { label: "Frozen", effect: "Looking is allowed; whatever changes something is withheld.", tone: "warning", onlyTraders: true, endsRequests: true },
  deactivated: {
    label: "Deactivated",
    effect: "No access until the account is activated again; it is kept.",
    tone: "neutral",
    shutsOut: true,
    endsRequests: true,
  },
  terminated: { label: "Terminated", effect: "No access, for good; the record stays.", tone: "danger", shutsOut: true, endsRequests: true },
};

/** Whether a role holds a trading permission; the same in every deployment. */
export const roleCanTrade = (role: string): boolean =>
  [...permissionsOf(role, { entityAdminViewsConfig: false })].some((permission) => permissionInfo(permission).trading);
