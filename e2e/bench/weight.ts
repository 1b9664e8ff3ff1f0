import { type Browser, type CDPSession, chromium } from "@playwright/test";
import { findBrowser } from "@/lib/cli/browser";
import { command } from "@/lib/cli/run";
import type { Page } from "./load";
import { type Pages, ROWS, startPages } from "./pages";
import { median } from "./statistics";

/**
 * The cost of a first visit: the portal's user list beside a bare Next page with the same rows, both compressed, with an empty cache.
 * A page is complete once the network is idle for half a second, so prefetches count. Sizes are on the wire, with headers.
 */

const LOADS = 5;

type Measured = {
  readonly requests: number;
  readonly total: number;
  readonly script: number;
  readonly style: number;
  readonly document: number;
  /** The document before compression. */
  readonly html: number;
  /** Milliseconds from the request to the first frame that shows every row. */
  readonly shown: number;
};

/** Sums the received bytes by resource type. */
async function watch(client: CDPSession): Promise<Map<string, { count: number; bytes: number }>> {
  const kinds = new Map<string, string>();
  const arrived = new Map<string, { count: number; bytes: number }>();
  client.on("Network.requestWillBeSent", ({ requestId, type }) => kinds.set(requestId, type ?? "Other"));
  client.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId) ?? "Other";
    const { count, bytes } = arrived.get(kind) ?? { count: 0, bytes: 0 };
    arrived.set(kind, { count: count + 1, bytes: bytes + encodedDataLength });
  });
  await client.send("Network.enable");
  return arrived;
}

async function visit(browser: Browser, { url, cookie }: Page): Promise<Measured> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const cookies = cookie
      .split("; ")
      .filter(Boolean)
      .map((pair) => ({ url, name: pair.slice(0, pair.indexOf("=")), value: pair.slice(pair.indexOf("=") + 1) }));
    await context.addCookies(cookies);
    const page = await context.newPage();
    const arrived = await watch(await context.newCDPSession(page));
    const response = await page.goto(url, { waitUntil: "commit" });
    const shown = await page.waitForFunction((rows) => document.querySelectorAll("tbody tr").length === rows && performance.now(), ROWS, { polling: "raf" });
    await page.waitForLoadState("networkidle");
    const sum = (what: "count" | "bytes") => [...arrived.values()].reduce((total, each) => total + each[what], 0);
    const bytes = (kind: string) => arrived.get(kind)?.bytes ?? 0;
    return {
      requests: sum("count"),
      total: sum("bytes"),
      script: bytes("Script"),
      style: bytes("Stylesheet"),
      document: bytes("Document"),
      html: (await response?.body())?.length ?? 0,
      shown: Number(await shown.jsonValue()),
    };
  } finally {
    await context.close();
  }
}

type Figures = { readonly portal: Measured; readonly bare: Measured };
type Target = { readonly what: string; readonly of: (figures: Figures) => number; readonly atMost: number };

const TARGETS: readonly Target[] = [
  { what: "requests", of: ({ portal }) => portal.requests, atMost: 20 },
  { what: "document before compression, kB", of: ({ portal }) => portal.html / 1_000, atMost: 60 },
  { what: "script above the bare page, kB", of: ({ portal, bare }) => (portal.script - bare.script) / 1_000, atMost: 25 },
  { what: "time until the table is shown, of the bare page's", of: ({ portal, bare }) => portal.shown / bare.shown, atMost: 1.3 },
];

/** The median of each figure over several first visits. */
const medians = (loads: readonly Measured[]): Measured => {
  const of = (key: keyof Measured) => median(loads.map((load) => load[key]));
  return {
    requests: of("requests"),
    total: of("total"),
    script: of("script"),
    style: of("style"),
    document: of("document"),
    html: of("html"),
    shown: of("shown"),
  };
};

const kilobytes = (bytes: number) => (bytes / 1_000).toFixed(1);

const line = (name: string, { requests, total, script, style, document, html, shown }: Measured) =>
  `${name.padEnd(36)}${[kilobytes(script), kilobytes(document), kilobytes(html), kilobytes(style), kilobytes(total), String(requests), shown.toFixed(0)].map((figure) => figure.padStart(10)).join("")}`;

/** Measures several first visits of each page, alternating. The first of each warms up its server and does not count. */
async function measure(pages: Pages, executablePath: string): Promise<Figures> {
  const browser = await chromium.launch({ executablePath, args: ["--disable-background-networking", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])] });
  const portal: Measured[] = [];
  const bare: Measured[] = [];
  try {
    for (let load = 0; load <= LOADS; load += 1) {
      portal.push(await visit(browser, pages.portal));
      bare.push(await visit(browser, pages.barest));
    }
  } finally {
    await browser.close();
  }
  return { portal: medians(portal.slice(1)), bare: medians(bare.slice(1)) };
}

await command(async () => {
  const executablePath = await findBrowser();
  const pages = await startPages();
  const { portal, bare } = await measure(pages, executablePath).finally(() => pages.stop());
  console.log(`medians of ${LOADS} first visits, compressed, in kB\n`);
  console.log(`${"".padEnd(36)}${["script", "document", "as HTML", "style", "total", "requests", "shown ms"].map((heading) => heading.padStart(10)).join("")}`);
  console.log(line("/admin/users as entity-admin", portal));
  console.log(line("bare page, same query", bare));
  const figures = { portal, bare };
  for (const { what, of, atMost } of TARGETS)
    console.log(`${what}: ${of(figures).toFixed(1)} (at most ${atMost}: ${of(figures) <= atMost ? "met" : "not met"})`);
  process.exitCode = TARGETS.every(({ of, atMost }) => of(figures) <= atMost) ? 0 : 1;
});
