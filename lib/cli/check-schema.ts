import { CannotGoOn, command } from "./run";

/** `npm run db:check`: fails when the migrations and the schema disagree. */
await command(async () => {
  const { pendingDifference } = await import("@/lib/platform/db/migrate");
  const sql = await pendingDifference();
  if (sql !== null)
    throw new CannotGoOn(`The migrations do not lead to prisma/schema.prisma. What is missing:\n${sql}\nWrite it with npm run db:new-migration <name>.`);
  process.stdout.write("Migrations and schema agree.\n");
});
