import { env } from "@/lib/env";
import { generateClient } from "./prepare";
import { command } from "./run";

/** `npm run db:migrate`: applies the migrations that the configured database lacks. */
await command(async () => {
  await generateClient();
  const { DATABASE_URL, DATABASE_MIGRATION_URL, DATA_DIR } = env();
  const { migrateEmbedded, migratePostgres } = await import("@/lib/db/migrate");
  const { openPGlite } = await import("@/lib/db/client");
  let applied: readonly string[];
  if (DATABASE_URL) applied = await migratePostgres(DATABASE_MIGRATION_URL ?? DATABASE_URL);
  else {
    const database = await openPGlite(DATA_DIR);
    applied = await migrateEmbedded(database.adapter).finally(() => database.close());
  }
  process.stdout.write(applied.length === 0 ? "The database is up to date.\n" : `Applied:\n${applied.map((name) => `  ${name}\n`).join("")}`);
});
