import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("../..", import.meta.url));
const shared = {
  root,
  resolve: { alias: { "@": root.replace(/\/$/, ""), "server-only": fileURLToPath(new URL("server-only.ts", import.meta.url)) } },
};

type Options = { env?: Record<string, string>; fileParallelism?: boolean; isolate?: boolean; globalSetup?: string; testTimeout?: number; exclude?: string[] };

const project = (name: string, include: readonly string[], more: Options = {}) => ({
  ...shared,
  test: {
    name,
    include: [...include],
    hookTimeout: 600_000,
    testTimeout: 60_000,
    ...more,
    exclude: ["**/node_modules/**", "**/.next/**", ...(more.exclude ?? [])],
  },
});

const SESSION_SECRET = "a secret of the tests, long enough to be accepted";
const TEMPLATE = fileURLToPath(new URL("template.ts", import.meta.url));

const INTEGRATION = "**/*.integration.test.ts";
/** Files about what a process reads once, such as its settings or its connection to the directory: each needs a process of its own. */
const ISOLATED = [
  ...["app", "prisma", "lib/adapters", "lib/cli", "lib/dev", "lib/testing", "lib/platform/{db,health,throttle}", "lib/domain/{directory,mail}"].map(
    (folder) => `${folder}/${INTEGRATION}`,
  ),
  "lib/domain/invitations/{open-limit,existing-accounts}.integration.test.ts",
  "lib/domain/market/crash.integration.test.ts",
  "lib/platform/jobs/queue/draining.integration.test.ts",
];

/** unit: no I/O. integration: a database or the directory, in this process. portal: the production build, over HTTP. recipes: the checks, on a copy. */
export default defineConfig({
  ...shared,
  test: {
    // Vitest itself leaves one processor idle, which of two is half the machine.
    maxWorkers: availableParallelism(),
    projects: [
      project("unit", ["**/*.test.ts"], { exclude: ["**/*.integration.test.ts", "**/*.portal.test.ts", "**/*.walk.test.ts"] }),
      project("recipes", ["**/*.walk.test.ts"], { testTimeout: 300_000 }),
      project("integration-isolated", ISOLATED, { globalSetup: TEMPLATE }),
      // The others share a process one after another: loading everything anew takes half of their time.
      // Settings are read once a process, so whichever file is first needs those of all.
      project("integration", [INTEGRATION], { globalSetup: TEMPLATE, isolate: false, exclude: ISOLATED, env: { SESSION_SECRET } }),
      project("portal", ["**/*.portal.test.ts"], { globalSetup: TEMPLATE, fileParallelism: false, testTimeout: 300_000 }),
    ],
  },
});
