/** What anybody may use of this domain, in the browser as well. */

/** What can wait for somebody, in the order in which it is shown. */
export const TASKS = {
  decide: ["role-request", "proposal", "support"],
  fix: ["terminated-in-group", "failed-write", "drift", "global-dropped", "failed-mail"],
  due: ["reminder", "expiring-invitation", "ending-role", "dormant"],
} as const;

export type TaskGroup = keyof typeof TASKS;
export type TaskKind = (typeof TASKS)[TaskGroup][number];

/** Nothing is counted further than this: it tells few from many. */
export const MOST = 100;

/** Something that waits for somebody: how many of a kind, up to one more than `MOST`, and the first few of them. */
export type Task = {
  readonly kind: TaskKind;
  readonly count: number;
  readonly first: readonly { readonly id: string; readonly name: string }[];
  /** The one that waits longest, or comes first. */
  readonly at: Date | null;
};

/** Invitations and temporary roles are announced as due this many days ahead. */
export const DAYS_AHEAD = 3;
/** Active people count as dormant after so many days without a visit. */
export const DORMANT_DAYS = 90 as const;
