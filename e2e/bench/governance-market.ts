import { performance } from "node:perf_hooks";
import { MARKET_STATES, type MarketEvent, type MarketState, TRANSITIONS, transitionFor } from "@/lib/domain/market/state";
import type { HttpBrowser } from "@/lib/testing/browser";
import { hearEvents } from "@/lib/testing/events";
import { builtActions, callAction } from "@/lib/testing/http-actions";
import { startTestPortal, type TestPortal } from "@/lib/testing/portal";
import { signedIn } from "@/lib/testing/sessions";
import { quantile } from "./statistics";

/**
 * The market's session: one million random events on the state machine, and the delay from submitting a halt to its arrival on the
 * last of 200 open event streams, on PostgreSQL.
 */

const EVENTS = 1_000_000;
const STREAMS = 200;
const HEARD = 2_000;
const PEOPLE = ["viewer@kauri.example", "trader@kauri.example", "admin@kauri.example", "credit@kauri.example", "trader@rata.example"];
const CALLED = ["closed", "preopen", "open"] as const;

const anyOf = <T>(values: readonly [T, ...T[]]): T => values[Math.floor(Math.random() * values.length)] ?? values[0];
const anyEvent = (): MarketEvent => (Math.random() < 0.2 ? { kind: "halt" } : { kind: anyOf(["clock", "resume"]), called: anyOf(CALLED) });

/** Whether the session used only the ten transitions, and each at least once. */
function keepsToTheTen(): boolean {
  const ten = new Set(TRANSITIONS.map(({ from, to, cause }) => `${from} ${to} ${cause}`));
  const made = new Map<string, number>();
  let state: MarketState = MARKET_STATES[0];
  const started = performance.now();
  for (let count = 0; count < EVENTS; count++) {
    const transition = transitionFor(state, anyEvent());
    if (!transition) continue;
    const name = `${state} ${transition.to} ${transition.cause}`;
    made.set(name, 1 + (made.get(name) ?? 0));
    state = transition.to;
  }
  const total = [...made.values()].reduce((sum, count) => sum + count, 0);
  const strangers = [...made.keys()].filter((name) => !ten.has(name));
  console.log(
    `${EVENTS.toLocaleString("en-NZ")} random events: ${total.toLocaleString("en-NZ")} transitions of ${made.size} kinds in ${(performance.now() - started).toFixed(0)} ms`,
  );
  const met = ten.size === 10 && made.size === 10 && strangers.length === 0;
  console.log(`target the ten and no others: ${met ? "met" : `not met ${strangers.join(", ")}`}\n`);
  return met;
}

async function heardIn(portal: TestPortal): Promise<readonly number[]> {
  const { operator, viewers } = await portal.inspect(async (database) => ({
    operator: await signedIn(database, "operator@aex.example", portal),
    viewers: await Promise.all(Array.from({ length: STREAMS }, (_, index) => signedIn(database, PEOPLE[index % PEOPLE.length] ?? "", portal))),
  }));
  const streams = [];
  for (const viewer of viewers) streams.push(await openStream(viewer));
  const id = builtActions().find(({ exportedName }) => exportedName === "haltMarketAction")?.id ?? "";
  const sent = performance.now();
  const heard = streams.map(async (stream) => {
    const message = await stream.next("market");
    if (message?.data.state !== "suspended") throw new Error("A stream heard something else than the halt.");
    return performance.now() - sent;
  });
  const { next, outcome } = await callAction(operator, { path: "/admin/market/halt", id }, { reason: "Measured by the bench of governance." });
  if (!next) throw new Error(`The market was not halted: ${outcome}`);
  const times = await Promise.all(heard);
  await Promise.all(streams.map((stream) => stream.stop()));
  return times;
}

/** Opens one stream; pages open theirs one after another. */
async function openStream(viewer: HttpBrowser) {
  const answer = await viewer.fetch("/api/events");
  if (answer.status !== 200) throw new Error(`A stream was refused: ${answer.status}`);
  const stream = hearEvents(answer.body);
  await stream.next("market");
  return stream;
}

/** Measures, prints, and returns whether the targets are met. */
export async function benchMarket(): Promise<boolean> {
  const ten = keepsToTheTen();
  const portal = await startTestPortal({ database: "postgresql" });
  const times = await heardIn(portal).finally(() => portal.stop());
  const last = Math.max(...times);
  console.log(`a halt on ${STREAMS} open streams: heard after ${quantile(times, 0.5).toFixed(0)} ms at the median, ${last.toFixed(0)} ms at the last`);
  console.log(`target at most ${HEARD} ms: ${last <= HEARD ? "met" : "not met"}\n`);
  return ten && last <= HEARD;
}
