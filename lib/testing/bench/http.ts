import { command } from "@/lib/cli/run";
import { type Load, load, type Page } from "./load";
import { ROWS, startPages } from "./pages";
import { median, quantile } from "./statistics";

/**
 * What protection costs: the portal's list of users, asked for by a signed-in entity-admin, beside a bare Next page that runs
 * the same query without session, scope, decision, record or shell. Two production builds, one PostgreSQL, no compression; one
 * page at a time is asked, in turns, so that a slow moment of the machine meets both. The load comes from this machine as well.
 */

const TARGET = 0.6;
const ROUNDS = 8;
const CONNECTIONS = 8;
const MILLISECONDS = 3_000;
/** Long enough for both processes to have compiled what they run most. */
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
  const figures = [median(rounds.map(({ perSecond }) => perSecond)).toFixed(1), quantile(latencies, 0.5).toFixed(1), quantile(latencies, 0.99).toFixed(1)];
  return `${name.padEnd(36)}${figures.map((figure) => figure.padStart(10)).join("")}`;
}

await command(async () => {
  const pages = await startPages();
  const portal: Result = { name: "/admin/users as entity-admin", page: pages.portal, rounds: [] };
  const bare: Result = { name: "bare page, same query", page: pages.bare, rounds: [] };
  await measure([portal, bare]).finally(() => pages.stop());

  // Neighbouring rounds are compared with each other: what disturbs the machine for longer disturbs both of them.
  const ratios = portal.rounds.map(({ perSecond }, round) => perSecond / (bare.rounds[round]?.perSecond ?? Number.NaN));
  const ratio = median(ratios);
  console.log(`${ROUNDS} interleaved rounds of ${MILLISECONDS / 1_000} s, ${CONNECTIONS} connections, ${ROWS} rows in every answer\n`);
  console.log(`${"".padEnd(36)}${["req/s", "p50 ms", "p99 ms"].map((heading) => heading.padStart(10)).join("")}`);
  console.log(line(portal));
  console.log(line(bare));
  console.log(`\nratio ${ratio.toFixed(2)} (rounds from ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`);
  console.log(`target ${TARGET}: ${ratio >= TARGET ? "met" : "not met"}`);
});
