import "server-only";
import { env } from "@/lib/platform/env";
import type { Retention } from "@/lib/platform/jobs/retention";

/** Lists per transaction: each may have thousands of rows. */
const LISTS = 10;

/** Lists of invitations that were sent or stopped; the invitations stay. One that is under way or given up stays too. */
export const overInviteLists: Retention = {
  id: "invite-lists",
  label: "Lists of invitations that are through",
  days: () => env().JOBS_KEPT_DAYS,
  remove: async (tx, days) => {
    const lists = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM invite_list l WHERE created_at < now() - make_interval(days => ${days}::int)
        AND NOT EXISTS (SELECT FROM job j WHERE j.id = l.job_id AND j.state IN ('pending', 'failed'))
      ORDER BY created_at LIMIT ${LISTS}::int`;
    const ids = lists.map(({ id }) => id);
    await tx.$executeRaw`DELETE FROM invite_list_row WHERE list_id = ANY(${ids}::uuid[])`;
    return tx.$executeRaw`DELETE FROM invite_list WHERE id = ANY(${ids}::uuid[])`;
  },
};
