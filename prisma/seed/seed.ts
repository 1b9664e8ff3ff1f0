import type { Database } from "@/lib/platform/db/client";
import { databaseTime } from "@/lib/platform/db/time";
import type { Prisma } from "@/lib/platform/db/types";
import { worldRows } from "./rows";
import { comparisonRows, directoryWriteRows } from "./world-directory";

/** Milliseconds: the whole world in one transaction takes longer than a request may. */
const LIMITS = { maxWait: 30_000, timeout: 120_000 };
/** Any constant: every process that seeds asks for the same lock. */
const SEED_LOCK = 7_042_027;
const CHUNK = 250;

/**
 * Fills a database that has no entity yet with the demo world; answers false, and changes nothing, when it has one. All or
 * nothing: it is one transaction. Processes that start together take turns.
 */
export async function seedDemoWorld({ client }: Pick<Database, "client">): Promise<boolean> {
  return client.$transaction(async (tx) => {
    // Seeding lets the demo's operators in: the database takes that word only as long as nothing is on the record.
    await tx.$executeRaw`SELECT set_config('role', 'portal_system', true), set_config('portal.seeding', 'on', true), pg_advisory_xact_lock(${SEED_LOCK}::bigint)`;
    if (await tx.entity.findFirst({ select: { id: true } })) return false;
    await write(tx, await databaseTime(tx));
    return true;
  }, LIMITS);
}

async function write(tx: Prisma.TransactionClient, now: Date): Promise<void> {
  const rows = worldRows(now);
  await tx.entity.createMany({ data: rows.entities });
  await tx.user.createMany({ data: rows.users });
  const [people, times] = [rows.presence.map(({ userId }) => userId), rows.presence.map(({ lastSeenAt }) => lastSeenAt)];
  await tx.$executeRaw`UPDATE presence p SET last_seen_at = seen.at FROM unnest(${people}::uuid[], ${times}::timestamptz[]) AS seen (id, at) WHERE p.user_id = seen.id`;
  await tx.savedView.createMany({ data: rows.savedViews });
  await tx.roleRequest.createMany({ data: rows.roleRequests });
  await tx.roleGrant.createMany({ data: rows.roleGrants });
  await tx.invitation.createMany({ data: rows.invitations });
  await tx.mailMessage.createMany({ data: rows.mail });
  await tx.directoryWrite.createMany({ data: directoryWriteRows(now) });
  const { comparison, drift } = comparisonRows(now);
  await tx.directoryComparison.create({ data: comparison });
  await tx.directoryDrift.createMany({ data: drift });
  await tx.documentationStatus.createMany({ data: rows.documentation });
  await tx.documentationNote.createMany({ data: rows.documentationNotes });
  await tx.marketTransition.createMany({ data: [...rows.market.transitions] });
  await tx.marketSession.update({ where: { id: 1 }, data: rows.market.session });
  await tx.configurationProposal.createMany({ data: rows.configurationProposals });
  await tx.configurationVersion.createMany({ data: rows.configurationVersions });
  await tx.supportRequest.createMany({ data: rows.supportRequests });
  await tx.supportMessage.createMany({ data: rows.supportMessages });
  for (let start = 0; start < rows.auditEvents.length; start += CHUNK) {
    await tx.auditEvent.createMany({ data: rows.auditEvents.slice(start, start + CHUNK) });
  }
}
