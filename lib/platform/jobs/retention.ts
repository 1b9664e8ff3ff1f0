import "server-only";
import { randomUUID } from "node:crypto";
import { recordBySystem } from "@/lib/platform/audit/system";
import type { SystemTx } from "@/lib/platform/db/scoped-tx";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import type { Job } from "./job";

/** Something that is removed some time after it is over. */
export type Retention = {
  readonly id: string;
  /** What is removed, as the record calls it. */
  readonly label: string;
  /** How many days it is kept; a setting. */
  readonly days: () => number;
  /** Removes up to so many of those that were over so many days ago, and tells how many it removed. */
  readonly remove: (tx: SystemTx, days: number, atMost: number) => Promise<number>;
};

/** Of one transaction: short, so that nobody waits for it. */
const AT_ONCE = 1_000;

/** Removes what is over, in transactions of some rows each, every one of them on the record as the portal's own act. */
export const retentionJob = (kinds: readonly Retention[]): Job => ({
  name: "retention",
  every: 60 * 60_000,
  run: async () => {
    const requestId = randomUUID();
    for (const kind of kinds) while ((await inSystem((tx) => removeSome(tx, kind, requestId))) > 0);
  },
});

async function removeSome(tx: SystemTx, { id, label, days, remove }: Retention, requestId: string): Promise<number> {
  const removed = await remove(tx, days(), AT_ONCE);
  if (removed > 0)
    await recordBySystem(tx, requestId, [
      {
        action: "retention.removed",
        target: { type: "retention", id, label, entityId: null },
        changes: { rows: { from: removed, to: 0 } },
        reason: `Kept for ${days()} days.`,
      },
    ]);
  return removed;
}
