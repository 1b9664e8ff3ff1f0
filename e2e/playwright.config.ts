import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";

const root = fileURLToPath(new URL("..", import.meta.url));
const { CHROMIUM_PATH, PORTAL_URL } = process.env;

/** Browser tests against the production build: one portal with the demo world for the whole run. */
export default defineConfig({
  testDir: ".",
  outputDir: "../test-results",
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  retries: 0,
  timeout: 180_000,
  // Page speed is not asserted here, as a busy machine is not a failure.
  expect: { timeout: 60_000 },
  reporter: [["list"], ["json", { outputFile: "../test-results/e2e.json" }]],
  use: {
    // Set by the server once it is up; see `wait` below.
    ...(PORTAL_URL ? { baseURL: PORTAL_URL } : {}),
    locale: "en-NZ",
    timezoneId: "Pacific/Auckland",
    viewport: { width: 1440, height: 900 },
    // Tracing slows every test: enable it with --trace on.
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(CHROMIUM_PATH ? { executablePath: CHROMIUM_PATH } : {}),
      // Chromium's own sandbox refuses to run as root.
      args: ["--disable-background-networking", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
    },
  },
  webServer: {
    command: `"${process.execPath}" --conditions=react-server --import tsx lib/testing/serve.ts`,
    cwd: root,
    wait: { stdout: /The portal for the tests is at (?<portal_url>\S+)/ },
    timeout: 300_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 20_000 },
  },
});
