import { isSamePerson, type UserPrincipal } from "@/lib/platform/authz/principal";
import type { ConfigurationProposal, Prisma } from "@/lib/platform/db/types";

/** A proposal's state as displayed: an approved one is scheduled until its effective time, then applied. */
export type Standing = "pending" | "scheduled" | "applied" | "rejected" | "withdrawn" | "superseded";

type Where = Prisma.ConfigurationProposalWhereInput;
type Stored = Pick<ConfigurationProposal, "state" | "appliedNumber">;

export const standingOf = ({ state, appliedNumber }: Stored): Standing => (state !== "approved" ? state : appliedNumber === null ? "scheduled" : "applied");

/** The same as query filters: awaiting a decision, scheduled, settled, and open. */
export const PENDING = { state: "pending" } satisfies Where;
export const SCHEDULED = { state: "approved", appliedNumber: null } satisfies Where;
export const SETTLED = {
  OR: [{ state: { in: ["rejected", "withdrawn", "superseded"] } }, { state: "approved", appliedNumber: { not: null } }],
} satisfies Where;
export const OPEN = { OR: [PENDING, SCHEDULED] } satisfies Where;

type Proposer = Pick<ConfigurationProposal, "proposerId" | "proposerOid" | "proposerLogin">;
type Own = Pick<UserPrincipal, "userId" | "oid" | "login">;

/** Whether a person is the proposer, with this or another account. */
export const isProposer = ({ proposerId: id, proposerOid: oid, proposerLogin: login }: Proposer, own: Own): boolean => isSamePerson({ id, oid, login }, own);
