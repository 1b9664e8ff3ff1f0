import "server-only";
import { env } from "@/lib/platform/env";
import type { Retention } from "@/lib/platform/jobs/retention";

/** Deletes sessions whose absolute lifetime is over; one that ended early waits for it too. */
export const endedSessions: Retention = {
  id: "sessions",
  label: "Ended sessions",
  days: () => env().SESSIONS_KEPT_DAYS,
  remove: (tx, days, atMost) => tx.$executeRaw`
    DELETE FROM session WHERE id IN (
      SELECT id FROM session WHERE expires_at < now() - make_interval(days => ${days}::int) ORDER BY expires_at LIMIT ${atMost}::int FOR UPDATE SKIP LOCKED)`,
};
