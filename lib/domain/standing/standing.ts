import { needsSecondPerson } from "@/lib/platform/authz/assignable";

/** A role with Global, as a person holds it. */
export type Held = { readonly role: string; readonly global: boolean };

/** A held role and its end; null: permanent. */
export type Holding = Held & { readonly endsAt: Date | null };

/** A temporary role. */
export type Temporary = Held & { readonly id: string; readonly startsAt: Date; readonly endsAt: Date };

export type Standing<T extends Temporary = Temporary> = {
  /** The role in effect: the running temporary role that started last, or the base role. */
  readonly held: Held;
  readonly running: readonly T[];
  readonly over: readonly T[];
  /** When the next running role expires; null when none runs. */
  readonly nextEnd: Date | null;
};

/**
 * A person's standing at an instant, from their base role and the temporary roles that were not ended early.
 * Each runs for its own time, independently of the others. Pure.
 */
export function standingAt<T extends Temporary>(base: Held, open: readonly T[], at: Date): Standing<T> {
  const running = open.filter(({ endsAt }) => endsAt > at).toSorted(byStart);
  const latest = running.at(-1) ?? base;
  const ends = running.map(({ endsAt }) => endsAt.getTime());
  return {
    held: { role: latest.role, global: latest.global },
    running,
    over: open.filter(({ endsAt }) => endsAt <= at),
    nextEnd: ends.length > 0 ? new Date(Math.min(...ends)) : null,
  };
}

type StoredStanding = Held & { readonly baseRole: string | null; readonly baseGlobal: boolean | null; readonly roleEndsAt: Date | null };

/** The role in effect for a stored person at an instant, whether or not its expiries are settled. Pure. */
export function heldAt({ role, global, baseRole, baseGlobal, roleEndsAt }: StoredStanding, open: readonly Temporary[], at: Date): Held {
  if (!roleEndsAt || roleEndsAt > at) return { role, global };
  return standingAt({ role: baseRole ?? role, global: baseGlobal ?? global }, open, at).held;
}

/** Ids are in creation order, which breaks ties. */
const byStart = (a: Temporary, b: Temporary) => a.startsAt.getTime() - b.startsAt.getTime() || (a.id < b.id ? -1 : 1);

const THREE_DAYS = 3 * 24 * 3_600_000;

/** When a temporary role's end is announced: three days before, or halfway when it is shorter than six days. */
export const announceAt = (startsAt: Date, endsAt: Date): Date =>
  new Date(Math.max(endsAt.getTime() - THREE_DAYS, (startsAt.getTime() + endsAt.getTime()) / 2));

/** Whether one grant is at least another: the same role, with Global when the other has it. */
const includes = (one: Held, other: Held): boolean => one.role === other.role && (one.global || !other.global);

const covers = (held: Holding, to: Holding): boolean => includes(held, to) && (held.endsAt === null || (to.endsAt !== null && held.endsAt >= to.endsAt));

/**
 * Whether giving a role takes two people: it is such a role, and exceeds what two people have given (role,
 * Global or time). The database checks again.
 */
export const takesTwo = (held: readonly Holding[], to: Holding): boolean => needsSecondPerson(to.role) && !held.some((one) => covers(one, to));

/** Whether a role takes two people and exceeds this one: it must not resurface from below it without a new approval. */
export const takesTwoAgain = (held: Held, to: Held): boolean => needsSecondPerson(held.role) && !includes(to, held);
