import type { ConfigurationProposal, Prisma } from "@/lib/platform/db/types";

/** How a proposal stands, as people call it: an approved one is scheduled until its time has come, and then applied. */
export type Standing = "pending" | "scheduled" | "applied" | "rejected" | "withdrawn" | "superseded";

type Where = Prisma.ConfigurationProposalWhereInput;
type Stored = Pick<ConfigurationProposal, "state" | "appliedNumber">;

export const standingOf = ({ state, appliedNumber }: Stored): Standing => (state !== "approved" ? state : appliedNumber === null ? "scheduled" : "applied");

/** The same, for queries: what waits for a decision, what waits for its time, what is settled, and what is not. */
export const PENDING = { state: "pending" } satisfies Where;
export const SCHEDULED = { state: "approved", appliedNumber: null } satisfies Where;
export const SETTLED = {
  OR: [{ state: { in: ["rejected", "withdrawn", "superseded"] } }, { state: "approved", appliedNumber: { not: null } }],
} satisfies Where;
export const OPEN = { OR: [PENDING, SCHEDULED] } satisfies Where;

type Identity = { readonly userId: string; readonly oid: string };
type Proposer = Pick<ConfigurationProposal, "proposerId" | "proposerOid">;

/**
 * Whether somebody is the person who proposed: the same account, or another account of the same identity in the directory. An address
 * is a label that others may write, so it says nothing here; nor does the role that they have now, or had then.
 */
export const isProposer = ({ proposerId, proposerOid }: Proposer, { userId, oid }: Identity): boolean => proposerId === userId || proposerOid === oid;
