import { parseArgs } from "node:util";
import { env } from "@/lib/platform/env";
import { migrateNamed } from "./prepare";
import { CannotGoOn } from "./run";
import { commandWithSettings } from "./settings";

/** `npm run db:seed -- --users 1000000 --entities 2000`: fills an empty PostgreSQL database with people, to test the portal at scale. */

const count = (name: string, text: string, most: number): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most) throw new CannotGoOn(`--${name} takes a whole number from 1 to ${most}.`);
  return value;
};

await commandWithSettings(async (settings) => {
  const { values } = parseArgs({ options: { users: { type: "string", default: "1000" }, entities: { type: "string", default: "20" } } });
  const users = count("users", values.users, 10_000_000);
  const entities = count("entities", values.entities, 100_000);
  const { DATABASE_URL, DATABASE_MIGRATION_URL } = env();
  if (!DATABASE_URL) throw new CannotGoOn("Name the PostgreSQL database to fill with DATABASE_URL; the embedded one is too small for this.");
  process.stdout.write(`Settings: ${settings}.\n`);
  await migrateNamed(DATABASE_URL, DATABASE_MIGRATION_URL);
  const { seedPeople } = await import("@/prisma/seed/many-people");
  const seconds = await seedPeople(DATABASE_MIGRATION_URL ?? DATABASE_URL, { users, entities });
  process.stdout.write(`${users} people of ${entities} entities in ${seconds.toFixed(1)} s.\n`);
});
