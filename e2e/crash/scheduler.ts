import { keepSchedule } from "@/lib/domain/market/scheduler";
import { openDatabase, useDatabase } from "@/lib/platform/db/client";

/**
 * Runs the market's schedule on a simulated clock, in leaps of up to two days, until killed or the end of the year. It starts at the
 * session's current time. Argument: the end of the year.
 */
const end = Date.parse(process.argv[2] ?? "");
const LEAP = 2 * 86_400_000;

const database = await openDatabase();
useDatabase(database);
let now = (await database.client.marketSession.findUniqueOrThrow({ where: { id: 1 } })).through.getTime();
process.stdout.write("moving\n");
while (now < end) {
  now = Math.min(end, now + Math.random() * LEAP);
  await keepSchedule(async () => new Date(now));
}
await database.close();
