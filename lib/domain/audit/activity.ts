import "server-only";
import { type ActivityFilter, type ActivityRow, readActivity } from "@/lib/platform/audit/entity-activity";
import type { Grant } from "@/lib/platform/authz/grant";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Page } from "@/lib/platform/lists/keyset";
import type { ActivityParams } from "./schema";
import { sinceInstant, untilInstant } from "./search-times";

export type ActivityView = {
  readonly entity: { readonly id: string; readonly shortName: string };
  readonly page: Page<ActivityRow>;
  /** The person it is narrowed to; null for somebody of another entity, or nobody. */
  readonly person: string | null;
};

/** The activity of the reader's own entity, whatever Global would let them see: the log is for the others. */
export async function readActivityView(
  tx: ScopedTx,
  grant: Grant<"Users.View">,
  { kind, when, person, cursor, zone }: ActivityParams & { readonly zone: string },
): Promise<ActivityView> {
  const { entity } = grant.principal;
  const clock = { now: new Date(), zone };
  const filter: ActivityFilter = {
    kind,
    person,
    since: when && (sinceInstant(when, clock) ?? undefined),
    until: when === "yesterday" ? (untilInstant(when, clock) ?? undefined) : undefined,
  };
  const page = await readActivity(tx, grant, filter, cursor);
  const named = person ? await tx.user.findFirst({ where: { id: person, entityId: entity.id }, select: { displayName: true } }) : null;
  return { entity: { id: entity.id, shortName: entity.shortName }, page, person: named?.displayName ?? null };
}
