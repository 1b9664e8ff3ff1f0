import "server-only";
import { uuidv7 } from "uuidv7";
import { comparisonJob } from "@/lib/domain/directory";
import { differs, type Standing } from "@/lib/domain/directory/model";
import { UNFINISHED } from "@/lib/domain/write-queue";
import type { SystemTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import type { Prisma } from "@/lib/platform/db/types";
import { asPortal, type PortalStep } from "@/lib/platform/jobs/queue/handler";
import { log } from "@/lib/platform/log";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { holdersOfGlobal, membersOf } from "./graph";
import { directorySettings } from "./settings";

/** Compares the directory with the portal on an operator's request: users in chunks, each a step of the job. */

const CHUNK = 2_000;
const NOTHING: Standing = { roles: [], global: false };

type Directory = ReadonlyMap<string, Standing>;

/** The directory is read anew by a process that takes the job over; users it has compared stay compared. */
export const directoryComparison = asPortal(comparisonJob, async ({ payload: { id }, reached, step }) => {
  const startedAt = await inSystem(databaseTime);
  // Settled already where a later one was asked for after this one's job had been given up.
  if ((await inSystem((tx) => tx.directoryComparison.count({ where: { id, state: "waiting" } }))) === 0) return step(NOTHING_LEFT);
  // No transaction is open while the directory answers.
  const directory = await readDirectory().catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
  if (directory instanceof Error) {
    log.error("directory.comparison-failed", directory);
    return step(async (tx) => {
      await finish(tx, id, { state: "failed", lastError: directory.message });
      return { done: 0, isLast: true };
    });
  }
  await compareEverybody({ id, startedAt, directory, reached, step });
});

const NOTHING_LEFT = async () => ({ done: 0, isLast: true });

type Comparison = { readonly id: string; readonly startedAt: Date; readonly directory: Directory; readonly reached: string | null; readonly step: PortalStep };

async function compareEverybody({ id, startedAt, directory, reached, step }: Comparison): Promise<void> {
  for (let after = reached, isLast = false; !isLast; ) {
    const from = after;
    await step(async (tx) => {
      const lot = await readLot(tx, from, startedAt);
      await compareLot(tx, id, lot, { startedAt, directory });
      isLast = lot.length < CHUNK;
      after = lot.at(-1)?.id ?? from;
      if (isLast) await finish(tx, id, { state: "done", strangers: await countStrangers(tx, [...directory.keys()]) });
      return { done: lot.length, isLast, ...(after ? { reached: after } : {}) };
    });
  }
}

async function compareLot(tx: SystemTx, comparisonId: string, lot: Lot, { startedAt, directory }: Pick<Comparison, "startedAt" | "directory">): Promise<void> {
  const settled = lot.filter(({ directoryWrite, updatedAt }) => directoryWrite.length === 0 && updatedAt < startedAt);
  const drift = settled.flatMap((user): Prisma.DirectoryDriftCreateManyInput[] => {
    const found = directory.get(user.oid) ?? NOTHING;
    if (!differs(user, found)) return [];
    const portal = { portalRole: user.role, portalGlobal: user.global };
    return [{ id: uuidv7(), comparisonId, userId: user.id, ...portal, directoryRoles: [...found.roles], directoryGlobal: found.global }];
  });
  if (drift.length > 0) await tx.directoryDrift.createMany({ data: drift });
  await tx.directoryComparison.update({ where: { id: comparisonId }, data: { compared: { increment: settled.length } } });
}

/** Everyone in a role group or with Global. Throws unless the list is complete. */
async function readDirectory(): Promise<Directory> {
  const found = new Map<string, Standing>();
  for (const [group, role] of directorySettings().roleGroups) {
    for (const oid of await membersOf(group)) {
      const { roles, global } = found.get(oid) ?? NOTHING;
      found.set(oid, { roles: roles.includes(role) ? roles : [...roles, role], global });
    }
  }
  for (const oid of await holdersOfGlobal()) found.set(oid, { ...(found.get(oid) ?? NOTHING), global: true });
  return found;
}

type Lot = Awaited<ReturnType<typeof readLot>>;

/** Users with a pending or failed write, or one done since the read started, may differ without being drift: skip them. */
const readLot = (tx: SystemTx, after: string | null, startedAt: Date) =>
  tx.user.findMany({
    where: { tid: directorySettings().tenantId, returnedAt: null, ...(after ? { id: { gt: after } } : {}) },
    orderBy: { id: "asc" },
    take: CHUNK,
    select: {
      id: true,
      oid: true,
      role: true,
      global: true,
      status: true,
      updatedAt: true,
      directoryWrite: { where: { OR: [{ state: { in: [...UNFINISHED] } }, { state: "done", doneAt: { gte: startedAt } }] }, take: 1, select: { id: true } },
    },
  });

/** People of the directory who are no users of the portal. */
async function countStrangers(tx: SystemTx, oids: readonly string[]): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM unnest(${[...oids]}::uuid[]) AS found (oid)
    WHERE NOT EXISTS (SELECT FROM portal_user u WHERE u.tid = ${directorySettings().tenantId}::uuid AND u.oid = found.oid AND u.returned_at IS NULL)`;
  return row?.count ?? 0;
}

async function finish(tx: SystemTx, id: string, outcome: Prisma.DirectoryComparisonUpdateInput): Promise<void> {
  await tx.directoryComparison.update({ where: { id }, data: { ...outcome, finishedAt: await databaseTime(tx) } });
}
