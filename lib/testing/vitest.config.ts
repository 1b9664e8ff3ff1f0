import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("../..", import.meta.url));
const shared = {
  root,
  resolve: { alias: { "@": root.replace(/\/$/, ""), "server-only": fileURLToPath(new URL("server-only.ts", import.meta.url)) } },
};

const project = (name: string, include: string, more: { fileParallelism?: boolean; globalSetup?: string; testTimeout?: number; exclude?: string[] } = {}) => ({
  ...shared,
  test: {
    name,
    include: [include],
    hookTimeout: 600_000,
    testTimeout: 60_000,
    ...more,
    exclude: ["**/node_modules/**", "**/.next/**", ...(more.exclude ?? [])],
  },
});

const TEMPLATE = fileURLToPath(new URL("template.ts", import.meta.url));

/** unit: no I/O. integration: a database or the directory, in this process. portal: the production build, over HTTP. */
export default defineConfig({
  ...shared,
  test: {
    // Vitest itself leaves one processor idle, which of two is half the machine.
    maxWorkers: availableParallelism(),
    projects: [
      project("unit", "**/*.test.ts", { exclude: ["**/*.integration.test.ts", "**/*.portal.test.ts"] }),
      project("integration", "**/*.integration.test.ts", { globalSetup: TEMPLATE }),
      project("portal", "**/*.portal.test.ts", { globalSetup: TEMPLATE, fileParallelism: false, testTimeout: 300_000 }),
    ],
  },
});
