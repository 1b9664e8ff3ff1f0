import "server-only";

/** Work that nobody asks for: it runs in every process, so it takes its work from the database under a claim or a lock. */
export type Job = {
  readonly name: string;
  /** Milliseconds between the end of one run and the start of the next. */
  readonly every: number;
  /** One round. What it throws is logged, and the next round comes all the same. */
  readonly run: () => Promise<void>;
};
