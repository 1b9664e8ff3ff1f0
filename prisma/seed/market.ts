import { type InForce, type Move, movesUntil, nextPoint, type Position } from "@/lib/domain/market/replay";
import { stateCalledFor } from "@/lib/domain/market/schedule";
import { transitionFor } from "@/lib/domain/market/state";
import type { Prisma } from "@/lib/platform/db/types";
import { daysAgo, type Moment, minutesAfter, secondsAfter, workday } from "./clock";
import { firstConfiguration } from "./configuration";
import { idOfUser, personOf } from "./world";

/** Two weeks of the demo market's session, by the same rules by which it goes on from here. */

type Incident = { readonly by: string; readonly at: Moment; readonly minutes: number; readonly why: string; readonly over: string };

const INCIDENT: Incident = {
  by: "operator@aex.example",
  at: workday(4, "11:20"),
  minutes: 25,
  why: "The price feed of Benmore shows yesterday’s values.",
  over: "The feed is back, and its values were compared with the grid operator’s.",
};

type Row = Prisma.MarketTransitionCreateManyInput;

export function marketRows(now: Date): { readonly session: Prisma.MarketSessionUncheckedCreateInput; readonly transitions: readonly Row[] } {
  const version: InForce = { number: firstConfiguration.number, from: firstConfiguration.appliedAt(now), schedule: firstConfiguration.content };
  const rows: Row[] = [];
  let position: Position = { state: "closed", through: daysAgo(14, "06:00")(now), configuration: version.number };

  const add = (row: Omit<Row, "number" | "configuration">) => rows.push({ number: rows.length + 1, configuration: version.number, ...row });
  const keepSchedule = (until: Date) => {
    for (const move of movesUntil(position, [version], until)) {
      for (const row of scheduled(move)) add(row);
      position = move.position;
    }
  };
  const act = (event: Parameters<typeof transitionFor>[1], at: Date, reason: string) => {
    const transition = transitionFor(position.state, event);
    if (!transition) return;
    add({ ...transition, at, byId: idOfUser(INCIDENT.by), byName: personOf(INCIDENT.by).name, reason });
    position = { ...position, state: transition.to, through: at };
  };

  const halted = INCIDENT.at(now);
  const resumed = minutesAfter(halted, INCIDENT.minutes);
  keepSchedule(halted);
  act({ kind: "halt" }, halted, INCIDENT.why);
  keepSchedule(resumed);
  act({ kind: "resume", called: stateCalledFor(version.schedule, resumed) }, resumed, INCIDENT.over);
  keepSchedule(now);
  const nextAt = nextPoint(position, [version])?.at ?? null;
  const since = rows.at(-1)?.at ?? position.through;
  return { session: { id: 1, ...position, version: rows.length, since, nextAt }, transitions: rows };
}

/** The portal's scheduler looks about once a second. */
const scheduled = ({ point, transitions }: Move): Omit<Row, "number" | "configuration">[] =>
  transitions.map((transition) => ({ ...transition, at: secondsAfter(point.at, 0.4), scheduledFor: point.at }));
