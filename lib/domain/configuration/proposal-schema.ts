import { z } from "zod";
import { choice, cursorParam } from "@/lib/platform/lists/params";
import { id, reason, version } from "@/lib/platform/operations/input";
import { instantOnMarketClock } from "@/lib/platform/time/market-clock";

/** A minute on the market's clock, as a form writes it; nothing for at once. */
const effectiveAt = z
  .string()
  .regex(/^(2\d{3}-\d{2}-\d{2}T\d{2}:\d{2})?$/, "Write it as a date and a time.")
  .optional()
  .transform((text, context) => {
    if (!text) return null;
    try {
      return instantOnMarketClock(text);
    } catch {
      context.addIssue({ code: "custom", message: "The market’s clock does not show this time, or shows it twice: clocks change then. Name another one." });
      return z.NEVER;
    }
  });

const hash = z.string().regex(/^[0-9a-f]{64}$/, "This form is not complete; open it again.");

/** `version` is the draft's and `base` that of the configuration which it changes, both as they were shown. */
export const proposeInput = z.strictObject({ version, base: version, reason, effectiveAt });
export const draftInput = z.strictObject({ version });
/** `hash` is that of exactly what was shown. */
/** The names of the warnings that somebody has read and goes on in spite of, as the form's box carries them. */
const confirmed = z
  .string()
  .max(1_000, "This form is not complete; open it again.")
  .transform((text) => text.split("|"))
  .optional();
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
