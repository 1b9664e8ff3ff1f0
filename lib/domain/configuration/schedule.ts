import "server-only";
import { randomUUID } from "node:crypto";
import type { ChangeEvent } from "@/lib/platform/audit/event";
import { recordBySystem } from "@/lib/platform/audit/system";
import { EXPIRED, openSince } from "@/lib/platform/authz/may-still-ask";
import type { SystemTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import type { Job } from "@/lib/platform/jobs/job";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { applyProposal } from "./apply";
import { superseded } from "./audit-events";
import { hashOf } from "./hash";
import { tryLockConfiguration } from "./lock";
import { notifyProposer } from "./notify";
import { endProposal } from "./proposals-of";
import { configurationContent } from "./schema";
import { configurationInForce } from "./versions";

/** Applies scheduled proposals that are due: each once, in whichever process gets to it first. */
export const configurationJob: Job = {
  name: "configuration",
  every: 1_000,
  run: async () => {
    while (await applyNextDue());
  },
};

/** Expired proposals that nobody decided; scheduled ones do not expire. */
export const expireProposals: Job = {
  name: "configuration.expire",
  every: 60_000,
  run: () =>
    inSystem(async (tx) => {
      const waiting = { state: "pending", proposedAt: { lte: openSince(await databaseTime(tx)) } } as const;
      if (!(await tx.configurationProposal.findFirst({ where: waiting, select: { id: true } }))) return;
      const now = await tryLockConfiguration(tx);
      if (!now) return;
      const events: ChangeEvent[] = [];
      for (const proposal of await tx.configurationProposal.findMany({ where: waiting, orderBy: { id: "asc" }, take: 20 }))
        events.push(await endProposal(tx, proposal, now, EXPIRED));
      await recordBySystem(tx, randomUUID(), events);
    }),
};

/**
 * Applies or supersedes one due proposal in its own transaction; false when none is left, or another process
 * holds the lock.
 */
export async function applyNextDue(): Promise<boolean> {
  // Check without a lock first: nearly always nothing is due.
  if (!(await inSystem(isAnyDue))) return false;
  return inSystem(async (tx) => {
    const now = await tryLockConfiguration(tx);
    if (!now) return false;
    const [due] = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM configuration_proposal WHERE state = 'approved' AND applied_number IS NULL AND effective_at <= ${now}
      ORDER BY effective_at, id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED`;
    if (!due) return false;
    await settle(tx, due.id, now);
    return true;
  });
}

async function isAnyDue(tx: SystemTx): Promise<boolean> {
  const due = await tx.$queryRaw<object[]>`
    SELECT id FROM configuration_proposal WHERE state = 'approved' AND applied_number IS NULL AND effective_at <= clock_timestamp() LIMIT 1`;
  return due.length > 0;
}

/** Re-check the base: a stale or unreadable proposal is superseded. */
async function settle(tx: SystemTx, id: string, now: Date): Promise<void> {
  const requestId = randomUUID();
  const proposal = await tx.configurationProposal.findUniqueOrThrow({ where: { id } });
  const number = (await configurationInForce(tx))?.number ?? 0;
  const { data } = configurationContent.safeParse(proposal.content);
  if (!data || hashOf(data) !== proposal.hash || proposal.baseNumber !== number) {
    await tx.configurationProposal.update({ where: { id }, data: { state: "superseded", settledAt: now } });
    await recordBySystem(tx, requestId, [superseded(proposal, number)]);
    return notifyProposer(tx, proposal, "superseded", proposal.proposerEntityId);
  }
  const result = await applyProposal(tx, proposal, data, now);
  await recordBySystem(tx, requestId, result.events);
  await notifyProposer(tx, proposal, "applied", proposal.proposerEntityId);
  for (const one of result.superseded) await notifyProposer(tx, one, "superseded", one.proposerEntityId);
}
