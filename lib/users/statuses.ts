import type { UserStatus } from "@/lib/authz/principal";

export type StatusInfo = {
  label: string;
  /** What the status withholds of the role, in one sentence. */
  effect: string;
  tone: "positive" | "warning" | "danger" | "neutral";
};

/** What a person reads about each status; what it withholds is enforced by `decide`. */
export const USER_STATUSES = {
  active: { label: "Active", effect: "Everything that the role allows.", tone: "positive" },
  halted: { label: "Halted", effect: "Trading is withheld; the rest of the role stays.", tone: "warning" },
  frozen: { label: "Frozen", effect: "Looking is allowed; whatever changes something is withheld.", tone: "warning" },
  deactivated: { label: "Deactivated", effect: "No access until the account is activated again; it is kept.", tone: "neutral" },
  terminated: { label: "Terminated", effect: "No access, for good; the record stays.", tone: "danger" },
} as const satisfies Record<UserStatus, StatusInfo>;
