import { z } from "zod";
import { choice, cursorParam } from "@/lib/platform/lists/params";
import { id, reason, version } from "@/lib/platform/operations/input";

/** An instant; null for as soon as it is approved. */
const effectiveAt = z.iso
  .datetime("Write it as a date and a time.")
  .nullable()
  .transform((value) => (value === null ? null : new Date(value)));

const hash = z.string().regex(/^[0-9a-f]{64}$/, "This form is not complete; open it again.");

/** `version` is the draft's and `base` that of the configuration which it changes, both as they were shown. */
export const proposeInput = z.strictObject({ version, base: version, reason, effectiveAt });
export const draftInput = z.strictObject({ version });
/** The names of the warnings that somebody has read and goes on in spite of. */
const confirmed = z.array(z.string().max(100)).max(20, "This form is not complete; open it again.").optional();
/** `hash` is that of exactly what was shown. */
export const approveInput = z.strictObject({ id, hash, confirmed });
export const rejectInput = z.strictObject({ id, hash, reason });
export const withdrawInput = z.strictObject({ id });
/** Proposing anew what a proposal changed, on the version in force; or undoing it. */
export const repeatInput = z.strictObject({ id, reason });

export type Propose = z.infer<typeof proposeInput>;
export type Approve = z.infer<typeof approveInput>;
export type Reject = z.infer<typeof rejectInput>;
export type Repeat = z.infer<typeof repeatInput>;

/** Which proposals a list shows: those that wait for a decision, those that wait for their time, or those that are settled. */
export const QUEUES = ["pending", "scheduled", "settled"] as const;
export type Queue = (typeof QUEUES)[number];

export const proposalListParams = z.object({ show: choice(QUEUES), cursor: cursorParam });
export type ProposalListParams = z.infer<typeof proposalListParams>;
