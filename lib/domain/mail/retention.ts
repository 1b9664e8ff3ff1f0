import "server-only";
import { env } from "@/lib/platform/env";
import type { Retention } from "@/lib/platform/jobs/retention";

/** Letters that were sent, or withdrawn because their link ended first. One that failed stays: somebody may still send it. */
export const settledMail: Retention = {
  id: "mail",
  label: "Sent and withdrawn letters",
  days: () => env().MAIL_KEPT_DAYS,
  remove: (tx, days, atMost) => tx.$executeRaw`
    DELETE FROM mail_message WHERE id IN (
      SELECT id FROM mail_message WHERE state IN ('sent', 'withdrawn') AND created_at < now() - make_interval(days => ${days}::int)
      ORDER BY created_at LIMIT ${atMost}::int FOR UPDATE SKIP LOCKED)`,
};
