import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { CannotGoOn, command } from "./run";

/** `npm run db:new-migration <name>`: writes the SQL from the migrations to the schema; policies and grants are added by hand. */
await command(async () => {
  const name = process.argv[2];
  if (!name || !/^[a-z][a-z0-9_]{2,60}$/.test(name))
    throw new CannotGoOn("Name the migration in lower case with underscores: npm run db:new-migration add_something");
  const { pendingDifference } = await import("@/lib/platform/db/migrate");
  const sql = await pendingDifference();
  if (sql === null) throw new CannotGoOn("The migrations already lead to prisma/schema.prisma: change the schema first.");
  const time = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = path.join("prisma", "migrations", `${time}_${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "migration.sql"), sql);
  process.stdout.write(`Wrote ${folder}/migration.sql. Read it, add row-level security and grants for new tables, then npm run db:migrate.\n`);
});
