import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("../..", import.meta.url));

export default defineConfig({
  root,
  resolve: { alias: { "@": root.replace(/\/$/, ""), "server-only": fileURLToPath(new URL("server-only.ts", import.meta.url)) } },
  test: { include: ["**/*.test.ts"] },
});
