import { z } from "zod";
import { choice, cursorParam } from "@/lib/platform/lists/params";
import { id, reason, version } from "@/lib/platform/operations/input";

/** An instant; null to take effect on approval. */
const effectiveAt = z.iso
  .datetime("Write it as a date and a time.")
  .nullable()
  .transform((value) => (value === null ? null : new Date(value)));

const hash = z.string().regex(/^[0-9a-f]{64}$/, "This form is not complete; open it again.");

/** `version` is the draft's, and `base` that of the configuration it changes, both as shown. */
export const proposeInput = z.strictObject({ version, base: version, reason, effectiveAt });
export const draftInput = z.strictObject({ version });
/** The names of the warnings that the person confirms. */
const confirmed = z.array(z.string().max(100)).max(20, "This form is not complete; open it again.").optional();
/** `hash` is that of the content shown. */
export const approveInput = z.strictObject({ id, hash, confirmed });
export const rejectInput = z.strictObject({ id, hash, reason });
export const withdrawInput = z.strictObject({ id });
/** Repeating a proposal's change on the version in force, or reverting it. */
export const repeatInput = z.strictObject({ id, reason });

export type Propose = z.infer<typeof proposeInput>;
export type Approve = z.infer<typeof approveInput>;
export type Reject = z.infer<typeof rejectInput>;
export type Repeat = z.infer<typeof repeatInput>;

/** Which proposals to list: awaiting a decision, scheduled, or settled. */
export const QUEUES = ["pending", "scheduled", "settled"] as const;
export type Queue = (typeof QUEUES)[number];

export const proposalListParams = z.strictObject({ show: choice(QUEUES), cursor: cursorParam });
export type ProposalListParams = z.infer<typeof proposalListParams>;
