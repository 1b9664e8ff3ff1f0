import type { Invitation, Prisma } from "@/lib/platform/db/types";

export type StateInfo = {
  label: string;
  /** What the state means for the link, in one sentence. */
  meaning: string;
  tone: "info" | "positive" | "warning" | "neutral";
};

/** The stored states, and `expired`, which follows from the clock. */
export const INVITATION_STATES = {
  pending: { label: "Pending", meaning: "The link can be used until it expires.", tone: "info" },
  accepted: { label: "Accepted", meaning: "The person joined; the link is used up.", tone: "positive" },
  expired: { label: "Expired", meaning: "The link ran out before anybody used it.", tone: "warning" },
  revoked: { label: "Revoked", meaning: "The link was withdrawn and cannot be used.", tone: "neutral" },
} as const satisfies Record<string, StateInfo>;

export type StateOfInvitation = keyof typeof INVITATION_STATES;

/** The state at `now`: a pending invitation is expired from the instant of `expiresAt` on. */
export const stateOf = ({ state, expiresAt }: Pick<Invitation, "state" | "expiresAt">, now: Date): StateOfInvitation =>
  state === "pending" && expiresAt <= now ? "expired" : state;

/** The same rule as a filter: the invitations for which `stateOf` returns `state`. */
export function whereState(state: StateOfInvitation, now: Date): Prisma.InvitationWhereInput {
  if (state === "pending") return { state, expiresAt: { gt: now } };
  return state === "expired" ? { state: "pending", expiresAt: { lte: now } } : { state };
}
