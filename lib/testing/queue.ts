import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { database } from "@/lib/platform/db/client";
import type { Job } from "@/lib/platform/db/types";
import { enqueueJob } from "@/lib/platform/jobs/queue/enqueue";
import { asAsker } from "@/lib/platform/jobs/queue/handler";
import { jobKind, URGENCY } from "@/lib/platform/jobs/queue/job-kind";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { callerFor } from "./two-entities";

/** Jobs for tests of the queue: each step saves one view of the asker's. */

export const counting = jobKind({ name: "test.count", payload: z.strictObject({ steps: z.int().min(1), name: z.string() }) });

/** Told of each step before it commits. */
export type Watch = (step: { readonly name: string; readonly number: number }) => void | Promise<void>;

export const counter = (watch: Watch = () => {}) =>
  asAsker(counting, async ({ tx, payload: { steps, name } }) => {
    const { principal } = authorize(tx, "signed-in", { everyEntity: true });
    const number = (await tx.savedView.count({ where: { name: { startsWith: `${name} ` } } })) + 1;
    await tx.savedView.create({ data: { userId: principal.userId, name: `${name} ${number}`, query: "role=trader" } });
    await watch({ name, number });
    return { done: 1, isLast: number === steps };
  });

type Queued = { readonly steps?: number; readonly lane?: string; readonly urgency?: number; readonly payload?: unknown };

/** Queues a job of that person's, and returns its id. */
export async function queueFor(as: UserPrincipal, name: string, { steps = 1, lane, urgency = URGENCY.other, payload }: Queued = {}): Promise<string> {
  const id = await inScope(callerFor(as), "test.queue", (tx) => {
    const grant = authorize(tx, "signed-in", { entityId: as.entity.id });
    return enqueueJob(tx, grant, counting, { payload: { steps, name }, label: name, urgency, total: steps, ...(lane ? { lane } : {}) });
  });
  const { client } = await database();
  if (payload !== undefined) await client.$executeRaw`UPDATE job SET payload = ${JSON.stringify(payload)}::jsonb WHERE id = ${id}::uuid`;
  return id;
}

export const storedJob = async (id: string): Promise<Job> => (await database()).client.job.findUniqueOrThrow({ where: { id } });

/** As if the pause after a failure, and the leases of processes that are gone, were over. */
export async function hurry(): Promise<void> {
  const { client } = await database();
  await client.$executeRaw`UPDATE job SET next_attempt_at = now() - interval '1 second', claimed_until = NULL WHERE state = 'pending'`;
}

export const viewsOf = async (name: string): Promise<readonly string[]> => {
  const { client } = await database();
  const views = await client.savedView.findMany({ where: { name: { startsWith: `${name} ` } }, orderBy: { createdAt: "asc" } });
  return views.map((view) => view.name);
};

/** A job that is not queued by anybody, for what only the database sees. */
export const bareJob = (more: Partial<Job> & { readonly kind: string }) => {
  const id = randomUUID();
  return { id, label: more.kind, lane: id, requestId: randomUUID(), ...more, payload: more.payload ?? {} };
};
