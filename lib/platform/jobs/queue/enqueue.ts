import "server-only";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { callerOf } from "@/lib/platform/audit/journal";
import type { Access } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import { assertGrantOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { JobKind } from "./job-kind";

type Queued<P extends z.ZodType> = {
  readonly payload: z.input<P>;
  /** What it is, in words. */
  readonly label: string;
  readonly urgency: number;
  /** Jobs of one lane run one after another; without one, whenever its turn comes. */
  readonly lane?: string;
  readonly total?: number;
};

/**
 * Queues a job in the caller's transaction: it exists exactly when the change it follows from does. It acts under
 * the standing of the grant's holder, read again in each step. Returns its id.
 */
export async function enqueueJob<P extends z.ZodType>(
  tx: ScopedTx,
  grant: Grant<Access>,
  { name }: JobKind<P>,
  { payload, label, urgency, lane, total }: Queued<P>,
): Promise<string> {
  assertGrantOf(tx, grant);
  const { userId, displayName, entity } = grant.principal;
  const id = uuidv7();
  await tx.$executeRaw`
    INSERT INTO job (id, kind, label, entity_id, asked_by_id, asked_by, request_id, payload, lane, urgency, total)
    VALUES (${id}::uuid, ${name}, ${label}, ${entity.id}::uuid, ${userId}::uuid, ${displayName}, ${callerOf(tx)?.request.requestId}::uuid,
      ${JSON.stringify(payload)}::jsonb, ${lane ?? id}, ${urgency}::smallint, ${total ?? null}::int)`;
  return id;
}

/** Stops a job that is not over; the step under way is finished first. False when it was over already. */
export async function cancelJob(tx: ScopedTx, grant: Grant<Access>, id: string, why: string): Promise<boolean> {
  assertGrantOf(tx, grant);
  const count = await tx.$executeRaw`
    UPDATE job SET state = 'cancelled', last_error = ${why}, done_at = now() WHERE id = ${id}::uuid AND state IN ('pending', 'failed')`;
  return count > 0;
}
