import { command } from "@/lib/cli/run";
import { type Load, load, type Page } from "./load";
import { ROWS, startPages } from "./pages";
import { median, quantile } from "./statistics";

/**
 * The cost of protection: the portal's user list, requested by a signed-in entity admin, beside the same page without protection. The
 * latter is the portal's own code with the same query and layouts, but with lib/adapters/sign-in/visitor.ts and
 * lib/platform/unit-of-work/scope.ts replaced (see bare/unprotected): no sign-in, no session, no database settings, no audit, and no
 * proxy.ts with its nonces. The two differ only in protection, so the target compares them; a plain table would mostly measure the
 * layout. The barest page that Next renders from the same query is measured too.
 *
 * Production builds, one PostgreSQL, no compression. Pages are loaded one at a time, alternating, so that noise affects all. The load
 * generator runs on the same machine.
 */

const TARGET = 0.6;
const ROUNDS = 8;
const CONNECTIONS = 8;
const MILLISECONDS = 3_000;
/** Long enough for the JIT to warm up in both processes. */
const WARM_UP = 8_000;

const isWhole = (body: string) => body.split("<tr").length - 1 === ROWS + 1;

type Result = { readonly name: string; readonly page: Page; readonly rounds: Load[] };

const ask = (page: Page, milliseconds: number) => load(page, { connections: CONNECTIONS, milliseconds, isWhole });

async function measure(results: readonly Result[]): Promise<void> {
  for (const { page } of results) await ask(page, WARM_UP);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { page, rounds } of results) rounds.push(await ask(page, MILLISECONDS));
  }
}

function line({ name, rounds }: Result): string {
  const latencies = rounds.flatMap((round) => round.latencies);
  const busy = median(rounds.map((round) => round.busy));
  const figures = [median(rounds.map(({ perSecond }) => perSecond)), quantile(latencies, 0.5), quantile(latencies, 0.99), busy];
  return `${name.padEnd(44)}${figures.map((figure) => figure.toFixed(1).padStart(10)).join("")}`;
}

/** Compares neighbouring rounds, as longer noise affects both. */
function ratioLine(portal: Result, rival: Result): { ratio: number; text: string } {
  const ratios = portal.rounds.map(({ perSecond }, round) => perSecond / (rival.rounds[round]?.perSecond ?? Number.NaN));
  const ratio = median(ratios);
  const range = `rounds from ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
  return { ratio, text: `ratio ${ratio.toFixed(2)} to ${rival.name} (${range})` };
}

await command(async () => {
  const pages = await startPages();
  const portal: Result = { name: "/admin/users as entity-admin", page: pages.portal, rounds: [] };
  const unprotected: Result = { name: "the same page without protection", page: pages.unprotected, rounds: [] };
  const barest: Result = { name: "the barest page that Next can draw", page: pages.barest, rounds: [] };
  await measure([portal, unprotected, barest]).finally(() => pages.stop());

  console.log(`${ROUNDS} interleaved rounds of ${MILLISECONDS / 1_000} s, ${CONNECTIONS} connections, the same ${ROWS} rows in every answer\n`);
  console.log(`${"".padEnd(44)}${["req/s", "p50 ms", "p99 ms", "busy ms"].map((heading) => heading.padStart(10)).join("")}`);
  for (const result of [portal, unprotected, barest]) console.log(line(result));
  const { ratio, text } = ratioLine(portal, unprotected);
  console.log(`\n${text}\ntarget ${TARGET}: ${ratio >= TARGET ? "met" : "not met"}`);
  console.log(`\nfor information: ${ratioLine(portal, barest).text}`);
  console.log("busy ms: how long one request keeps the server's process at work, the database's not counted");
});
