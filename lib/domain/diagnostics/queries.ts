import "server-only";
import { performance } from "node:perf_hooks";
import { z } from "zod";
import { UNREADABLE } from "@/lib/domain/mail/model";
import { listTransitions, readSession } from "@/lib/domain/market";
import { doorOf } from "@/lib/platform/authz/admin-tabs";
import type { Grant } from "@/lib/platform/authz/grant";
import { assertGrantOf } from "@/lib/platform/authz/scope-of";
import { database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import type { PortalProcess } from "@/lib/platform/db/types";
import { query } from "@/lib/platform/operations/query";

/** Seconds without a heartbeat after which a process counts as gone. */
const SILENCE = 20;
/** Counting stops here. */
export const MOST = 1_000;

export type Backlog = { readonly name: string; readonly waiting: number; readonly failed: number; readonly oldest: Date | null };

export type Diagnostics = {
  readonly now: Date;
  readonly processes: readonly (PortalProcess & { readonly alive: boolean })[];
  readonly database: { readonly kind: string; readonly version: string; readonly bytes: number; readonly milliseconds: number };
  readonly backlogs: readonly Backlog[];
};

/** The portal's own health. Covers all entities, so it is for operators with Global only. */
async function readDiagnostics(tx: ScopedTx, grant: Grant<"Market.Operate">): Promise<Diagnostics> {
  assertGrantOf(tx, grant);
  const now = await databaseTime(tx);
  const day = new Date(now.getTime() - 86_400_000);
  const processes = await tx.portalProcess.findMany({ where: { lastSeenAt: { gt: day } }, orderBy: { lastSeenAt: "desc" }, take: 50 });
  return {
    now,
    processes: processes.map((one) => ({ ...one, alive: now.getTime() - one.lastSeenAt.getTime() < SILENCE * 1_000 })),
    database: await databaseFacts(tx),
    backlogs: await backlogs(tx),
  };
}

async function databaseFacts(tx: ScopedTx): Promise<Diagnostics["database"]> {
  const asked = performance.now();
  await tx.$queryRaw`SELECT 1`;
  const milliseconds = performance.now() - asked;
  const [row] = await tx.$queryRaw<{ version: string; bytes: bigint }[]>`
    SELECT current_setting('server_version') AS version, pg_database_size(current_database()) AS bytes`;
  const { kind } = await database();
  return { kind: kind === "postgresql" ? "PostgreSQL" : "PGlite, embedded", version: row?.version ?? "", bytes: Number(row?.bytes ?? 0), milliseconds };
}

type Counted = { waiting: number; failed: number; oldest: Date | null };

async function backlogs(tx: ScopedTx): Promise<readonly Backlog[]> {
  const directory = await tx.$queryRaw<Counted[]>`
    SELECT (SELECT count(*)::int FROM (SELECT FROM directory_write WHERE state = 'pending' LIMIT ${MOST + 1}::int) AS few) AS waiting,
           (SELECT count(*)::int FROM (SELECT FROM directory_write WHERE state = 'failed' LIMIT ${MOST + 1}::int) AS few) AS failed,
           (SELECT min(created_at) FROM directory_write WHERE state = 'pending') AS oldest`;
  const mail = await tx.$queryRaw<Counted[]>`
    SELECT (SELECT count(*)::int FROM (SELECT FROM mail_message WHERE state = 'waiting' LIMIT ${MOST + 1}::int) AS few) AS waiting,
           (SELECT count(*)::int FROM (SELECT FROM mail_message WHERE state = 'failed' LIMIT ${MOST + 1}::int) AS few) AS failed,
           (SELECT min(created_at) FROM mail_message WHERE state = 'waiting') AS oldest`;
  const unreadable = await tx.$queryRaw<Counted[]>`
    SELECT count(*)::int AS waiting, 0 AS failed, min(created_at) AS oldest
    FROM (SELECT created_at FROM mail_message WHERE state = 'waiting' AND last_error = ${UNREADABLE} LIMIT ${MOST + 1}::int) AS few`;
  // The session is behind: it should have moved at that instant.
  const schedule = await tx.$queryRaw<Counted[]>`
    SELECT count(*)::int AS waiting, 0 AS failed, min(next_at) AS oldest FROM market_session WHERE next_at <= now()`;
  const named = [
    ["Directory writes", directory],
    ["Mail", mail],
    ["Mail that no secret opens", unreadable],
    ["Market schedule", schedule],
  ] as const;
  return named.map(([name, [row]]) => ({ name, ...(row ?? { waiting: 0, failed: 0, oldest: null }) }));
}

const LATEST = 5;

/** The health of the portal, the market's session, and what it did last. */
export const diagnosticsQuery = query({
  name: "diagnostics.read",
  ...doorOf("diagnostics"),
  input: z.strictObject({}),
  read: async ({ tx, grant }) => ({
    diagnostics: await readDiagnostics(tx, grant),
    session: await readSession(tx, grant),
    latest: await listTransitions(tx, grant, {}, LATEST),
  }),
});
