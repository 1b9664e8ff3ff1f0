import "server-only";
import { randomUUID } from "node:crypto";
import { uuidv7 } from "uuidv7";
import { differs, type Standing } from "@/lib/domain/directory/model";
import { UNFINISHED } from "@/lib/domain/write-queue";
import type { SystemTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import type { DirectoryComparison, Prisma } from "@/lib/platform/db/types";
import type { Job } from "@/lib/platform/jobs/job";
import { log } from "@/lib/platform/log";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { holdersOfGlobal, membersOf } from "./graph";
import { directorySettings } from "./settings";

/** Compares the directory with the portal on an operator's request. One process runs it, outside any transaction. */

const CHUNK = 2_000;
/** A lease far longer than the largest directory takes. After it, a crashed process's comparison counts as abandoned. */
const LEASE_MINUTES = 30;
const NOTHING: Standing = { roles: [], global: false };

export const directoryComparisons: Job = { name: "directory-comparisons", every: 2_000, run: () => compareWithDirectory() };

type Taken = Pick<DirectoryComparison, "id"> & { readonly startedAt: Date };

export async function compareWithDirectory(): Promise<void> {
  const taken = await inSystem(take);
  if (!taken) return;
  try {
    const directory = await readDirectory();
    const { compared, known } = await compareEverybody(taken, directory);
    const strangers = [...directory.keys()].filter((oid) => !known.has(oid)).length;
    await inSystem((tx) => finish(tx, taken.id, { state: "done", compared, strangers }));
  } catch (error) {
    log.error("directory.comparison-failed", error);
    await inSystem((tx) => finish(tx, taken.id, { state: "failed", lastError: error instanceof Error ? error.message : String(error) }));
  }
}

/** Claims the requested comparison unless another process has it. Abandoned ones fail. */
async function take(tx: SystemTx): Promise<Taken | null> {
  await tx.$executeRaw`UPDATE directory_comparison SET state = 'failed', finished_at = now(), last_error = 'The portal was stopped while it compared.'
    WHERE state = 'waiting' AND claimed_until < now()`;
  const [taken] = await tx.$queryRaw<{ id: string; at: Date }[]>`
    UPDATE directory_comparison SET claimed_by = ${randomUUID()}::uuid, claimed_until = now() + make_interval(mins => ${LEASE_MINUTES}::int)
    WHERE id IN (SELECT id FROM directory_comparison WHERE state = 'waiting' AND claimed_by IS NULL FOR NO KEY UPDATE SKIP LOCKED)
    RETURNING id, now() AS at`;
  return taken ? { id: taken.id, startedAt: taken.at } : null;
}

/** Everyone in a role group or with Global. Throws unless the list is complete. */
async function readDirectory(): Promise<ReadonlyMap<string, Standing>> {
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

/** Reads all users in chunks, each in its own transaction. */
async function compareEverybody({ id, startedAt }: Taken, directory: ReadonlyMap<string, Standing>) {
  const known = new Set<string>();
  let compared = 0;
  for (let after: string | undefined; ; ) {
    const users = await inSystem(async (tx) => {
      const lot = await readLot(tx, after, startedAt);
      const settled = lot.filter(({ directoryWrite, updatedAt }) => directoryWrite.length === 0 && updatedAt < startedAt);
      compared += settled.length;
      const drift = settled.flatMap((user): Prisma.DirectoryDriftCreateManyInput[] => {
        const found = directory.get(user.oid) ?? NOTHING;
        if (!differs(user, found)) return [];
        const portal = { portalRole: user.role, portalGlobal: user.global };
        return [{ id: uuidv7(), comparisonId: id, userId: user.id, ...portal, directoryRoles: [...found.roles], directoryGlobal: found.global }];
      });
      if (drift.length > 0) await tx.directoryDrift.createMany({ data: drift });
      return lot;
    });
    for (const { oid } of users) known.add(oid);
    after = users.at(-1)?.id;
    if (users.length < CHUNK) return { compared, known };
  }
}

/** Users with a pending or failed write, or one done since the read started, may differ without being drift: skip them. */
const readLot = (tx: SystemTx, after: string | undefined, startedAt: Date) =>
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

async function finish(tx: SystemTx, id: string, outcome: Prisma.DirectoryComparisonUpdateInput): Promise<void> {
  await tx.directoryComparison.update({ where: { id }, data: { ...outcome, finishedAt: await databaseTime(tx), claimedUntil: null } });
}
