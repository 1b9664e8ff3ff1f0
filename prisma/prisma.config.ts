import { defineConfig } from "prisma/config";

// Generating the client needs no engine, but the command line tool looks for one and would download it. Any file will do.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({ schema: "schema.prisma" });
