import { ADMIN_TABS, decidePage, PAGES, type PageId } from "@/lib/platform/authz/admin-tabs";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { dateBefore, dateOf, instantOf, isWorkday, minutesAfter, secondsAfter, workday } from "./clock";
import type { Random } from "./random";
import { memberSince, principalAt, shutOutBy } from "./standing";
import { type Step, stepsUpTo } from "./steps";
import { ARRIVALS } from "./story";
import { personOf } from "./world";
import { PEOPLE, type Person } from "./world-people";
import { INVITATIONS } from "./world-requests";

/** Who used the portal in the last two weeks, when, and for what. */

/** One person's time in the portal: a sign-in, some pages, and perhaps something done. */
export type Sitting = { readonly by: Person; readonly start: Date; readonly pages: readonly PageId[]; readonly step?: Step };

const WORKDAYS = 10;
const ON_CALL = ["operator@aex.example", "operator2@aex.example"] as const;

/** All sittings of the last two weeks, in no order; some may lie in the future still. */
export const sittingsUpTo = (now: Date, random: Random): Sitting[] => [...told(now), ...joinings(now), ...usual(now, random), ...onCall(now, random)];

/** What the story tells, with the visit around it. */
function told(now: Date): Sitting[] {
  const start = workday(WORKDAYS, "07:00")(now);
  const steps = stepsUpTo(now).filter(({ at }) => at >= start);
  return [
    ...steps.map((step): Sitting => ({ by: personOf(step.by), start: minutesAfter(step.at, -4), pages: [step.page], step })),
    ...ARRIVALS.map(([userName, at]): Sitting => ({ by: personOf(userName), start: at(now), pages: ["home"] })),
  ];
}

const joinings = (now: Date): Sitting[] =>
  PEOPLE.filter((person) => joinedAt(person.userName, now)).map((by) => ({ by, start: memberSince(by, now), pages: ["home", "access"] }));

/** When a person joined by an invitation, if that is recent enough for the record. */
export function joinedAt(userName: string, now: Date): Date | undefined {
  const at = INVITATIONS.find(({ email }) => email === userName)?.accepted?.(now);
  return at && at >= workday(WORKDAYS, "07:00")(now) ? at : undefined;
}

/** More people come in the morning and after lunch. */
const HOURS = ["08:00", "08:00", "08:00", "09:00", "09:00", "09:00", "10:00", "11:00", "13:00", "13:00", "14:00", "15:00", "16:00"] as const;
const SITTINGS_A_DAY = 3;

/** Ordinary visits on working days: an operator's, and those of people picked by chance. */
function usual(now: Date, random: Random): Sitting[] {
  const regulars = PEOPLE.filter((person) => !shutOutBy(principalAt(person, now, now)));
  return workdaysUpTo(now).flatMap((date) => {
    const today = [personOf(random.pick(ON_CALL)), ...Array.from({ length: SITTINGS_A_DAY }, () => random.pick(regulars))];
    return today
      .map((by): Sitting => {
        const start = secondsAfter(instantOf(date, random.pick(HOURS)), random.below(3_600));
        return { by, start, pages: somePages(principalAt(by, start, now), random) };
      })
      .filter(({ by, start }) => start > memberSince(by, now));
  });
}

const workdaysUpTo = (now: Date): string[] => {
  const earlier = Array.from({ length: WORKDAYS }, (_, index) => workday(WORKDAYS - index, "12:00")).map((moment) => dateOf(moment(now)));
  return [...earlier, dateOf(now)].filter(isWorkday);
};

/** One in this many visits goes astray: to any page there is, open to the person or not. */
const ASTRAY = 9;

function somePages(principal: UserPrincipal, random: Random): PageId[] {
  const everywhere = [...PAGES, ...ADMIN_TABS];
  const open = everywhere.filter((page) => decidePage(principal, page).outcome === "grant");
  const next = (): PageId => random.pick(["home", ...(random.below(ASTRAY) === 0 ? everywhere : open).map(({ id }) => id)]);
  return ["home", ...Array.from({ length: random.below(3) }, next)];
}

/** Somebody looks in on days off, and somebody has been there an hour ago. */
function onCall(now: Date, random: Random): Sitting[] {
  const daysOff = Array.from({ length: 13 }, (_, index) => dateBefore(dateOf(now), index + 1)).filter((date) => !isWorkday(date));
  const [one, two] = ON_CALL;
  return [
    ...daysOff.map(
      (date, index): Sitting => ({
        by: personOf(index % 2 === 0 ? one : two),
        start: secondsAfter(instantOf(date, "10:00"), random.below(7_200)),
        pages: ["home", "audit"],
      }),
    ),
    { by: personOf(one), start: secondsAfter(minutesAfter(now, -66), random.below(60)), pages: ["home", "entities", "audit"] },
  ];
}
