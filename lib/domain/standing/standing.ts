import { needsSecondPerson } from "@/lib/platform/authz/assignable";

/** A role together with Global, as somebody holds it. */
export type Held = { readonly role: string; readonly global: boolean };

/** What somebody holds, and until when; null: for good. */
export type Holding = Held & { readonly endsAt: Date | null };

/** A role that somebody holds for a while. */
export type Temporary = Held & { readonly id: string; readonly startsAt: Date; readonly endsAt: Date };

export type Standing<T extends Temporary = Temporary> = {
  /** What counts now: the running temporary role that started last, or else the base. */
  readonly held: Held;
  readonly running: readonly T[];
  readonly over: readonly T[];
  /** When the next running one runs out; null when none runs. */
  readonly nextEnd: Date | null;
};

/**
 * How somebody stands at a moment, from what they fall back to and their temporary roles that were not ended before. Each runs
 * for its own time, whatever runs beside it. Pure.
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

/** What counts of a stored person at a moment, whether or not it was settled yet that something of theirs ran out. Pure. */
export function heldAt({ role, global, baseRole, baseGlobal, roleEndsAt }: StoredStanding, open: readonly Temporary[], at: Date): Held {
  if (!roleEndsAt || roleEndsAt > at) return { role, global };
  return standingAt({ role: baseRole ?? role, global: baseGlobal ?? global }, open, at).held;
}

/** Ids are in the order of their making, which settles a tie. */
const byStart = (a: Temporary, b: Temporary) => a.startsAt.getTime() - b.startsAt.getTime() || (a.id < b.id ? -1 : 1);

const THREE_DAYS = 3 * 24 * 3_600_000;

/** When the end of a temporary role is announced: three days before, or at half its time where it is shorter than six days. */
export const announceAt = (startsAt: Date, endsAt: Date): Date =>
  new Date(Math.max(endsAt.getTime() - THREE_DAYS, (startsAt.getTime() + endsAt.getTime()) / 2));

/** Whether one is no less than the other: the same role, with Global where the other has it. */
const includes = (one: Held, other: Held): boolean => one.role === other.role && (one.global || !other.global);

const covers = (held: Holding, to: Holding): boolean => includes(held, to) && (held.endsAt === null || (to.endsAt !== null && held.endsAt >= to.endsAt));

/** Whether giving a role takes two people: such a role, where it is more than what two have given (the role, Global, or time). The database asks again. */
export const takesTwo = (held: readonly Holding[], to: Holding): boolean => needsSecondPerson(to.role) && !held.some((one) => covers(one, to));

/** Whether a role takes two and is more than this one: from beneath it, it would be given again by nobody. */
export const takesTwoAgain = (held: Held, to: Held): boolean => needsSecondPerson(held.role) && !includes(to, held);
