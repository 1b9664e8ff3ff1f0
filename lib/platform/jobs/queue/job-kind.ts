import type { z } from "zod";

/** A kind of job, as those who queue it and the one who does it both know it. */
export type JobKind<P extends z.ZodType> = {
  /** `<domain>.<what>`: what its steps are called on the record. */
  readonly name: `${string}.${string}`;
  readonly payload: P;
};

/** Declares a kind. What does it is registered in lib/composition.ts. */
export const jobKind = <P extends z.ZodType>(kind: JobKind<P>): JobKind<P> => kind;

/** In which order jobs are taken: nobody keeps what is to be taken from them because much is being given. */
export const URGENCY = { takesAway: 0, gives: 1, other: 2 } as const;
