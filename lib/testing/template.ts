import { newPostgres, RUNS_ON } from "./databases";

/** Once for a whole run on PostgreSQL: a migrated database of which each test file gets a copy, at a fifth of the time that migrating takes. */
export default async function makeTemplate(): Promise<(() => Promise<void>) | undefined> {
  if (RUNS_ON !== "postgresql") return undefined;
  const { name, drop } = await newPostgres();
  process.env.TEST_POSTGRES_TEMPLATE = name;
  return drop;
}
