import "server-only";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Prisma } from "@/lib/platform/db/types";
import { foldForSearch, indexed } from "@/lib/platform/lists/fold";

type Where = Prisma.AuditEventWhereInput;

/** Reading along so many rows costs milliseconds, and what is common is among them. */
const NEARBY = 5_000;

type Search = {
  readonly q: string;
  /** What is searched: the page's place in the log, and every other filter. */
  readonly where: readonly Where[];
  readonly orderBy: Prisma.AuditEventOrderByWithRelationInput[];
  readonly back: boolean;
  readonly take: number;
};

/**
 * Searches the log. Row-level security keeps the planner from knowing how common a text is, and either of its guesses is wrong by
 * seconds at a million rows: what is common would be sorted, what is rare looked for along the whole log. So the rows nearby are read
 * first, and what they do not have is looked up by the index of texts.
 */
export async function searchAudit<R>(tx: ScopedTx, { q, where, orderBy, back, take }: Search, find: (search: readonly Where[]) => Promise<R[]>): Promise<R[]> {
  const search = { searched: indexed(q) };
  const edge = await tx.auditEvent.findFirst({ where: { AND: [...where] }, orderBy, skip: NEARBY, select: { at: true } });
  await plan(tx, "along");
  // With less than two letters there is nothing to look up.
  const whole = !edge || foldForSearch(q).length < 2;
  const near = await find(whole ? [search] : [search, { at: back ? { lte: edge.at } : { gte: edge.at } }]);
  if (!whole && near.length < take) await plan(tx, "lookup");
  const found = whole || near.length === take ? near : await find([search]);
  await plan(tx, "any");
  return found;
}

const plan = (tx: ScopedTx, by: "along" | "lookup" | "any"): Promise<unknown> =>
  tx.$executeRaw`SELECT set_config('enable_bitmapscan', ${by === "along" ? "off" : "on"}, true), set_config('enable_indexscan', ${by === "lookup" ? "off" : "on"}, true),
    set_config('enable_seqscan', ${by === "any" ? "on" : "off"}, true)`;
