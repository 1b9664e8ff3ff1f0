import { performance } from "node:perf_hooks";
import { exportedUsers } from "@/lib/domain/people/export";
import type { ExportUsers } from "@/lib/domain/people/schema";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Step } from "@/lib/platform/operations/step";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { callerFor } from "@/lib/testing/two-entities";

const MEGABYTE = 2 ** 20;
const FORMATS = ["csv", "jsonl"] as const;
const resident = (): number => process.memoryUsage().rss / MEGABYTE;

export type Exported = { readonly format: ExportUsers["format"]; readonly rows: number; readonly perSecond: number; readonly aboveIdle: number };

/** Exports all users in both formats. Measures rows per second and peak memory above the idle level. */
export async function* exportEverybody(principal: UserPrincipal): AsyncGenerator<Exported> {
  const caller = callerFor(principal);
  const step: Step<"Users.View"> = (work) =>
    inScope(caller, "users.export", (tx) => work({ tx, grant: authorize(tx, "Users.View", { entityId: principal.entity.id }) }));
  // Warm up, so the first use of the code does not count.
  for (const format of FORMATS) for await (const _ of exportedUsers({ input: { format, role: "entity-admin" }, step }));
  globalThis.gc?.();
  const idle = resident();
  for (const format of FORMATS) {
    let peak = idle;
    let lines = 0;
    const start = performance.now();
    for await (const text of exportedUsers({ input: { format }, step })) {
      lines += text.split("\n").length - 1;
      peak = Math.max(peak, resident());
    }
    const rows = format === "csv" ? lines - 1 : lines;
    yield { format, rows, perSecond: (rows * 1_000) / (performance.now() - start), aboveIdle: peak - idle };
  }
}
