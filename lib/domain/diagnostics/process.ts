import "server-only";
import { hostname } from "node:os";
import { env } from "@/lib/platform/env";
import type { Job } from "@/lib/platform/jobs/job";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { version } from "@/package.json";

/** Each process sends a heartbeat with its clock's offset from the database's. */
export const heartbeatJob: Job = { name: "heartbeat", every: 5_000, run: reportProcess };

const startedAt = new Date(Date.now() - process.uptime() * 1_000);

/** One row per host and port: a restarted process takes over its predecessor's row. */
export function reportProcess(): Promise<void> {
  const name = `${hostname()}:${env().PORT}`;
  return inSystem(async (tx) => {
    const asked = Date.now();
    const [row] = await tx.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
    // The database answered somewhere between request and response.
    const offset = Math.round((asked + Date.now()) / 2 - (row?.now.getTime() ?? asked));
    await tx.$executeRaw`
      INSERT INTO portal_process (name, version, node, started_at, clock_offset) VALUES (${name}, ${version}, ${process.version}, ${startedAt}, ${offset})
      ON CONFLICT (name) DO UPDATE SET version = excluded.version, node = excluded.node, started_at = excluded.started_at,
        clock_offset = excluded.clock_offset, last_seen_at = excluded.last_seen_at`;
  });
}
