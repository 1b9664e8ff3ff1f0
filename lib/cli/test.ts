import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { findBrowser } from "./browser";
import { buildPortal, generateClient } from "./prepare";
import { command, run, script } from "./run";

/**
 * `npm test`: every suite, cheapest first. The last line is the total.
 * `npm run check` runs only those that need no server or database; run it before each commit.
 */
const CHECK_ONLY = process.argv.includes("--check");

type Count = { readonly passed: number; readonly failed: number };

const results = mkdtempSync(path.join(tmpdir(), "rolebook-results-"));
const total = { passed: 0, failed: 0 };

async function suite(name: string, work: () => Promise<Count>): Promise<void> {
  process.stdout.write(`\n── ${name}\n`);
  const started = Date.now();
  const { passed, failed } = await work().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return { passed: 0, failed: 1 };
  });
  total.passed += passed;
  total.failed += failed;
  process.stdout.write(`   ${name}: ${passed} passed, ${failed} failed (${((Date.now() - started) / 1000).toFixed(0)} s)\n`);
}

/** A tool that only passes or fails counts as one test. */
async function tool(file: string, args: readonly string[]): Promise<Count> {
  // Prisma would download an engine that nothing here needs; any file satisfies it.
  const { code } = await run(file, args, { show: true, env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath } });
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

const vitestReport = z.object({ numPassedTests: z.number(), numFailedTests: z.number() });
const playwrightReport = z.object({ stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }) });

/** A failed run without a failed test (a file that does not load, a missing report) counts as one failure. */
const counted = (code: number, count: Count): Count => (code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count);

const readReport = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
};

async function vitest(
  project: string,
  database: "pglite" | "postgresql",
  { files = [], env = {}, node = process.execPath }: { files?: readonly string[]; env?: Readonly<Record<string, string>>; node?: string } = {},
): Promise<Count> {
  const report = path.join(results, `${project.replace("*", "")}-${database}.json`);
  const args = [
    "run",
    "--config",
    "lib/testing/vitest.config.ts",
    "--project",
    project,
    "--reporter",
    "dot",
    "--reporter",
    "json",
    "--outputFile.json",
    report,
    ...files,
  ];
  const { code } = await run(script("vitest/vitest.mjs"), args, { show: true, node, env: { TEST_DATABASE: database, ...env } });
  const { numPassedTests: passed, numFailedTests: failed } = vitestReport.catch({ numPassedTests: 0, numFailedTests: 0 }).parse(readReport(report));
  return counted(code, { passed, failed });
}

async function playwright(): Promise<Count> {
  const report = path.join(results, "playwright.json");
  const env = { CHROMIUM_PATH: await findBrowser(), PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const { code } = await run(script("@playwright/test/cli.js"), ["test", "--config", "e2e/playwright.config.ts"], { show: true, env });
  const { stats } = playwrightReport.catch({ stats: { expected: 0, unexpected: 0, flaky: 0 } }).parse(readReport(report));
  return counted(code, { passed: stats.expected, failed: stats.unexpected + stats.flaky });
}

/** A second Node version to test with, such as the newest supported one; `.ci/run` provides it. */
const { TEST_OTHER_NODE: otherNode = process.execPath } = process.env;
const onOther = otherNode === process.execPath ? "" : ", on the other Node";

/** The integration suite again, through a pooler in transaction mode, on databases of locale C. */
async function throughPooler(): Promise<void> {
  const name = `integration on PostgreSQL through PgBouncer${onOther}`;
  const { startPooler } = await import("@/lib/testing/pooler");
  const pooler = await startPooler();
  if (!pooler) {
    process.stdout.write(`\n── ${name}\n   not run: there is no pgbouncer here that starts.\n`);
    return;
  }
  // Locale C too: search, case folding and sorting must not depend on the cluster's locale.
  const env = { TEST_POOLER_URL: pooler.url, TEST_POSTGRES_LOCALE: "C" };
  await suite(name, () => vitest("integration*", "postgresql", { env, node: otherNode }));
  await pooler.stop();
}

/** The suites that start their own portals. In parallel they take two thirds of the time, as they often wait. */
async function withPortals(postgres: boolean): Promise<void> {
  const inChromium = () => suite("end to end in Chromium", playwright);
  if (!postgres) {
    process.stdout.write("\n── portal over HTTP, on PostgreSQL\n   not run: no PostgreSQL answers.\n");
    await Promise.all([inChromium(), suite("portal over HTTP, on PGlite", () => vitest("portal", "pglite"))]);
    return;
  }
  await Promise.all([
    // Crash recovery is tested on both databases.
    inChromium().then(() => suite("killed portals, on PGlite", () => vitest("portal", "pglite", { files: ["crash"] }))),
    suite("portal over HTTP, on PostgreSQL", () => vitest("portal", "postgresql")),
  ]);
}

/** The suites that need a database, a server or a browser. */
async function slowSuites(): Promise<void> {
  const { isPostgresReachable, POSTGRES } = await import("@/lib/testing/databases");
  const postgres = await isPostgresReachable();
  const without = `   not run: no PostgreSQL answers at ${new URL(POSTGRES).host}. Start one, or name another with TEST_POSTGRES_URL.\n`;

  await suite("integration on PGlite", () => vitest("integration*", "pglite"));
  if (postgres) {
    await suite("integration on PostgreSQL", () => vitest("integration*", "postgresql"));
    await throughPooler();
  } else process.stdout.write(`\n── integration on PostgreSQL\n${without}`);

  await suite("build", async () => {
    await buildPortal();
    return { passed: 1, failed: 0 };
  });
  await withPortals(postgres);
}

await command(async () => {
  await generateClient();
  await suite("lint", () => tool(script("@biomejs/biome/bin/biome"), ["check", "."]));
  await suite("schema's form", () => tool(script("prisma/build/index.js"), ["format", "--check", "--schema", "prisma/schema.prisma"]));
  await suite("types", () => tool(script("typescript/bin/tsc"), ["--noEmit"]));
  await suite("types of the page to compare with", () => tool(script("typescript/bin/tsc"), ["--noEmit", "--project", "e2e/bench/bare/tsconfig.json"]));
  await suite("dead code", () => tool(script("knip/bin/knip.js"), ["--no-progress"]));
  await suite("schema and migrations", () => tool(script("tsx/dist/cli.mjs"), ["--conditions=react-server", "lib/cli/check-schema.ts"]));
  await suite("unit", () => vitest("unit", "pglite"));
  if (onOther && !CHECK_ONLY) await suite(`unit${onOther}`, () => vitest("unit", "pglite", { node: otherNode }));
  if (!CHECK_ONLY) {
    await suite("recipes of CONTRIBUTING", () => vitest("recipes", "pglite"));
    await slowSuites();
  }

  rmSync(results, { recursive: true, force: true });
  if (total.failed > 0) process.exitCode = 1;
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
});
