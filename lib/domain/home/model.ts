/** The parts of this domain that are safe in the browser. */

/** The kinds of task, in display order. */
export const TASKS = {
  decide: ["role-request", "proposal", "support"],
  fix: ["terminated-in-group", "terminated-drift", "failed-write", "drift", "global-dropped", "failed-job", "failed-mail"],
  due: ["reminder", "expiring-invitation", "ending-role", "dormant"],
} as const;

export type TaskGroup = keyof typeof TASKS;
export type TaskKind = (typeof TASKS)[TaskGroup][number];

/** Counting stops here; beyond it, the number only means "many". */
export const MOST = 100;

/** A kind of task: how many items wait, up to one more than `MOST`, and the first few. */
export type Task = {
  readonly kind: TaskKind;
  readonly count: number;
  /** `id` is null where there is no page of it. */
  readonly first: readonly { readonly id: string | null; readonly name: string }[];
  /** The longest waiting, or the first. */
  readonly at: Date | null;
};

/** Invitations and temporary roles count as due this many days ahead. */
export const DAYS_AHEAD = 3;
