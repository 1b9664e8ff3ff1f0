import { randomUUID } from "node:crypto";
import { chromium } from "@playwright/test";
import { findBrowser } from "@/lib/cli/browser";
import { DOCUMENTATION_STATES } from "@/lib/domain/documentation/states";
import type { Database } from "@/lib/platform/db/client";
import { HttpBrowser, signInOverHttp } from "@/lib/testing/browser";
import { startTestPortal } from "@/lib/testing/portal";
import { idOfPerson } from "@/prisma/seed/world";
import { type Load, load, type Page } from "./load";
import { addressOf, buildBare, startBare } from "./pages";
import { median, quantile } from "./statistics";

/**
 * The operators' documentation matrix with 200 entities and all 39,800 directions recorded. Measures the first view at the server,
 * one request at a time on PostgreSQL, beside a plain table with a component per cell; and Chromium's time from key to frame while
 * the matrix is walked by keyboard from corner to corner, with scrolling in between.
 */

const ENTITIES = 200;
const FIRST_VIEW_P95 = 150;
const NEXT_PAINT = 200;
const ROUNDS = 4;
const MILLISECONDS = 5_000;
const PATH = "/admin/documentation";

/** Creates 200 trading entities and records every direction between them. Returns the database's address. */
export async function prepare({ client }: Database): Promise<string> {
  const there = await client.counterparty.count();
  const data = Array.from({ length: ENTITIES - there }, (_, index) => ({
    id: randomUUID(),
    code: `P${100 + index}`,
    legalName: `Participant ${index} Limited`,
    shortName: `Participant ${index}`,
  }));
  await client.entity.createMany({ data });
  const kinds = DOCUMENTATION_STATES.length;
  await client.$executeRaw`
    INSERT INTO documentation_status (id, entity_id, counterparty_id, status)
    SELECT gen_random_uuid(), a.entity_id, b.entity_id,
      (${[...DOCUMENTATION_STATES]}::text[])[1 + (abs(hashtext(a.code || b.code)) % ${kinds})]::documentation_state
    FROM counterparty a JOIN counterparty b ON a.entity_id <> b.entity_id ON CONFLICT DO NOTHING`;
  await client.$executeRaw`
    INSERT INTO documentation_note (entity_id, counterparty_id, notes, edited_by_name)
    SELECT entity_id, counterparty_id, 'Of the bench', 'Bench' FROM documentation_status ON CONFLICT DO NOTHING`;
  await client.$executeRaw`ANALYZE`;
  return addressOf(client);
}

const isWhole = (body: string) => body.split("<tr").length - 1 === ENTITIES + 1;
const ask = (page: Page) => load(page, { connections: 1, milliseconds: MILLISECONDS, isWhole });

/** Runs in the page: records the time from each interaction to its frame. */
function keepInteractions(): void {
  const kept: number[] = [];
  Object.assign(globalThis, { interactions: kept });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if ("interactionId" in entry && Number(entry.interactionId) > 0) kept.push(entry.duration);
  }).observe({ type: "event", durationThreshold: 16, buffered: true } as PerformanceObserverInit);
}

const WALK = [
  "Control+Home",
  "ArrowRight",
  "ArrowDown",
  "PageDown",
  "PageDown",
  "End",
  "ArrowLeft",
  "PageDown",
  "Home",
  "ArrowRight",
  "PageUp",
  "Control+End",
  "ArrowUp",
];
const WALKS = 8;

/** Milliseconds from a key to the frame after it, for every key that took 16 or more. */
async function interactions({ url, cookie }: Page): Promise<{ keys: number; slow: readonly number[] }> {
  const browser = await chromium.launch({ executablePath: await findBrowser(), args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    await context.addCookies(cookie.split("; ").map((pair) => ({ url, name: pair.slice(0, pair.indexOf("=")), value: pair.slice(pair.indexOf("=") + 1) })));
    const page = await context.newPage();
    await page.addInitScript(keepInteractions);
    await page.goto(url);
    await page.getByRole("grid").getByRole("img").first().focus();
    for (let walk = 0; walk < WALKS; walk += 1) {
      for (const key of WALK) await page.keyboard.press(key);
      await page.mouse.move(700, 600);
      await page.mouse.wheel(walk % 2 ? -900 : 900, walk % 2 ? -1_200 : 1_200);
    }
    // Entries arrive with the next frame; wait two to be sure.
    const slow = await page.evaluate(
      () =>
        new Promise<number[]>((resolve) =>
          requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(Reflect.get(globalThis, "interactions")), 100))),
        ),
    );
    return { keys: WALK.length * WALKS, slow };
  } finally {
    await browser.close();
  }
}

const line = (name: string, loads: readonly Load[]) => {
  const latencies = loads.flatMap((each) => each.latencies);
  return `${name.padEnd(44)}${[0.5, 0.95, 0.99].map((share) => quantile(latencies, share).toFixed(1).padStart(10)).join("")}`;
};

/** Measures, prints, and returns whether both targets are met. */
export async function benchDocumentation(): Promise<boolean> {
  await buildBare();
  const portal = await startTestPortal({ database: "postgresql" });
  try {
    const bare = await startBare(await portal.inspect(prepare));
    try {
      const browser = new HttpBrowser(portal.url);
      await signInOverHttp(browser, idOfPerson("operator@aex.example"));
      const matrix: Page = { url: `${portal.url}${PATH}`, cookie: browser.cookieHeader(), pid: portal.pid() };
      const plain: Page = { url: `${bare.url}/matrix`, cookie: "", pid: bare.pid };
      for (const page of [matrix, plain]) await ask(page);
      const ours: Load[] = [];
      const theirs: Load[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        ours.push(await ask(matrix));
        theirs.push(await ask(plain));
      }
      const { keys, slow } = await interactions(matrix);
      return report(ours, theirs, keys, slow);
    } finally {
      await bare.stop();
    }
  } finally {
    await portal.stop();
  }
}

function report(ours: readonly Load[], theirs: readonly Load[], keys: number, slow: readonly number[]): boolean {
  const p95 = quantile(
    ours.flatMap(({ latencies }) => latencies),
    0.95,
  );
  const ratio = median(theirs.map(({ latencies }, round) => median(latencies) / median(ours[round]?.latencies ?? [])));
  const worst = Math.max(0, ...slow);
  console.log(`documentation: ${ENTITIES} entities, ${(ENTITIES * (ENTITIES - 1)).toLocaleString("en-NZ")} directions, one request at a time, PostgreSQL\n`);
  console.log(`${"".padEnd(44)}${["p50 ms", "p95 ms", "p99 ms"].map((heading) => heading.padStart(10)).join("")}`);
  console.log(line("matrix, as an operator", ours));
  console.log(line("plain table, a component per cell, no portal", theirs));
  console.log(
    `\nfirst view p95 ${p95.toFixed(1)} ms, target at most ${FIRST_VIEW_P95}: ${p95 <= FIRST_VIEW_P95 ? "met" : "not met"}; the plain table takes ${ratio.toFixed(1)} times as long`,
  );
  console.log(
    `interaction to next paint, worst of ${keys} keys: ${worst.toFixed(0)} ms (${slow.length} took 16 ms or more), target at most ${NEXT_PAINT}: ${worst <= NEXT_PAINT ? "met" : "not met"}`,
  );
  return p95 <= FIRST_VIEW_P95 && worst <= NEXT_PAINT;
}
