import "server-only";
import { readHalt } from "@/lib/domain/market";
import { type Desk, supportContact } from "@/lib/domain/support";
import type { Caller } from "@/lib/platform/audit/event";
import { grantIf } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";

/** A halt, as everybody who sees the market may know it: since when, why, and who to call. */
export type Suspension = { readonly since: Date; readonly reason: string | null; readonly desk: Desk | null };

/** Reads the halt in force in its own scope; null when the market is not halted, or the person may not see it. */
export function readSuspension(caller: Caller): Promise<Suspension | null> {
  return inScope(caller, "shell:suspension", async (tx) => {
    const view = grantIf(tx, "Market.View", { entityId: caller.principal.entity.id });
    const halt = view && (await readHalt(tx, view));
    return halt && { since: halt.since, reason: halt.reason || null, desk: await supportContact(tx) };
  });
}
