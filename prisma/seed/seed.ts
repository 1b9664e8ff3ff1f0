import type { Database } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/types";
import { worldRows } from "./rows";

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
    await tx.$executeRaw`SELECT set_config('role', 'portal_system', true), pg_advisory_xact_lock(${SEED_LOCK}::bigint)`;
    if (await tx.entity.findFirst({ select: { id: true } })) return false;
    await write(tx, await databaseTime(tx));
    return true;
  }, LIMITS);
}

/** The clock that the world's times are counted from is the one that the record goes by. */
async function databaseTime(tx: Prisma.TransactionClient): Promise<Date> {
  const [row] = await tx.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  if (!row) throw new Error("The database did not tell the time.");
  return row.now;
}

async function write(tx: Prisma.TransactionClient, now: Date): Promise<void> {
  const rows = worldRows(now);
  await tx.entity.createMany({ data: rows.entities });
  await tx.user.createMany({ data: rows.users });
  await tx.invitation.createMany({ data: rows.invitations });
  await tx.documentationStatus.createMany({ data: rows.documentation });
  await tx.configurationVersion.create({ data: rows.configuration });
  await tx.supportRequest.createMany({ data: rows.supportRequests });
  for (let start = 0; start < rows.auditEvents.length; start += CHUNK) {
    await tx.auditEvent.createMany({ data: rows.auditEvents.slice(start, start + CHUNK) });
  }
}
