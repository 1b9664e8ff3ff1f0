import { env } from "@/lib/platform/env";
import { generateClient, migrateNamed } from "./prepare";
import { commandWithSettings } from "./settings";

/** `npm run db:migrate`: applies the migrations that the configured database lacks. */
await commandWithSettings(async (settings) => {
  process.stdout.write(`Settings: ${settings}.\n`);
  await generateClient();
  const { DATABASE_URL, DATABASE_MIGRATION_URL, DATA_DIR } = env();
  const url = DATABASE_MIGRATION_URL ?? DATABASE_URL;
  const applied = url ? await migrateNamed(url, DATABASE_MIGRATION_URL) : await migrateFolder(DATA_DIR);
  process.stdout.write(applied.length === 0 ? "The database is up to date.\n" : `Applied:\n${applied.map((name) => `  ${name}\n`).join("")}`);
});

async function migrateFolder(folder: string): Promise<readonly string[]> {
  const { migrateEmbedded } = await import("@/lib/platform/db/migrate");
  const { openPGlite } = await import("@/lib/platform/db/client");
  const database = await openPGlite(folder);
  return migrateEmbedded(database.adapter).finally(() => database.close());
}
