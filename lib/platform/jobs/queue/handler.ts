import "server-only";
import type { z } from "zod";
import type { ScopedTx, SystemTx } from "@/lib/platform/db/scoped-tx";
import { AppError } from "@/lib/platform/errors";
import { issueMessage } from "@/lib/platform/operations/issue-message";
import { inScopeOfAsker, inSystem } from "@/lib/platform/unit-of-work/scope";
import { isDraining } from "../draining";
import { type ClaimedJob, holdClaim } from "./claim";
import type { JobKind } from "./job-kind";
import { type StepResult, settlePart, settleStep } from "./record-outcome";

/** What does the jobs of one kind. A domain or adapter makes one; lib/composition.ts registers it. */
export type JobHandler = { readonly kind: string; readonly perform: (job: ClaimedJob) => Promise<void> };

/** The payload is not one of this kind: trying again cannot help. */
export class BadPayload extends Error {
  override name = "BadPayload";
}

/** This version of the portal has no handler for the kind; a newer one may. */
export class UnknownKind extends Error {
  override name = "UnknownKind";
}

/** The process is about to end; another one goes on from the last step. */
export class Drained extends Error {
  override name = "Drained";
}

function payloadOf<P extends z.ZodType>({ payload: schema }: JobKind<P>, job: ClaimedJob): z.output<P> {
  const parsed = schema.safeParse(job.payload, { error: issueMessage });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new BadPayload(`Its payload cannot be read: ${issue?.path.join(".") || "the whole"}: ${issue?.message ?? ""}`);
}

/**
 * A job that acts for its asker: each step is one transaction in their scope, under their standing as it is
 * then, and decides for itself. Between two steps others have their turn.
 */
export const asAsker = <P extends z.ZodType>(
  kind: JobKind<P>,
  step: (context: { readonly tx: ScopedTx; readonly payload: z.output<P> }) => Promise<StepResult>,
): JobHandler => ({
  kind: kind.name,
  perform: (job) => {
    const payload = payloadOf(kind, job);
    if (!job.asker) throw new BadPayload("It acts for its asker, and has none.");
    const { principal, authzVersion, roleOver } = job.asker;
    if (roleOver) throw new AppError("UNAVAILABLE", "A temporary role has just ended and is being settled.");
    const request = { requestId: job.requestId, sessionId: null, sourceAddress: null, userAgent: null };
    return inScopeOfAsker({ principal, authzVersion, request }, kind.name, {
      begin: (tx) => holdClaim(tx, job),
      work: (tx) => step({ tx, payload }),
      end: async (tx, result) => void (await settleStep(tx, job, result)),
    });
  },
});

/** One step of the portal's own: a transaction that records how far it got. Throws `LostClaim`, or `Drained`. */
export type PortalStep = (work: (tx: SystemTx) => Promise<StepResult>) => Promise<void>;

/** A job that the portal does as itself, with whatever it asks of other systems between two steps. */
export const asPortal = <P extends z.ZodType>(
  kind: JobKind<P>,
  run: (context: { readonly payload: z.output<P>; readonly reached: string | null; readonly step: PortalStep }) => Promise<void>,
): JobHandler => ({
  kind: kind.name,
  perform: (job) =>
    run({
      payload: payloadOf(kind, job),
      reached: job.reached,
      step: async (work) => {
        if (isDraining()) throw new Drained("This process is about to end.");
        await inSystem(async (tx) => {
          await holdClaim(tx, job);
          await settlePart(tx, job, await work(tx));
        });
      },
    }),
});
