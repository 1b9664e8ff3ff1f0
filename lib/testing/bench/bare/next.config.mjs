// @ts-check
import { fileURLToPath } from "node:url";

/** @type {import("next").NextConfig} */
const config = {
  // The repository's own packages and database client.
  turbopack: { root: fileURLToPath(new URL("../../../..", import.meta.url)) },
  serverExternalPackages: ["@electric-sql/pglite", "pglite-prisma-adapter", "@prisma/adapter-pg", "pg", "fs-native-extensions"],
};

export default config;
