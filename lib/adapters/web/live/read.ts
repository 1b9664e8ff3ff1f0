import "server-only";
import type { MarketState } from "@/lib/domain/market/model";
import type { EntityStatus, UserStatus } from "@/lib/platform/authz/principal";
import { env } from "@/lib/platform/env";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import type { MarketMessage, Standing } from "./standing";

/** One snapshot of the state that open pages follow. */
export type Snapshot = { readonly standings: ReadonlyMap<string, Standing>; readonly market: MarketMessage | null };

type Row = {
  id: string;
  over: string | null;
  user_id: string;
  role: string;
  authz_version: number;
  status: UserStatus;
  short_name: string;
  entity_status: EntityStatus;
  market: MarketState | null;
  market_version: number;
};

/** Reads the state of these sessions and of the market in one statement. Reading does not count as activity. */
export function readSnapshot(sessionIds: readonly string[]): Promise<Snapshot> {
  const { SESSION_IDLE_MINUTES } = env();
  return inSystem(async (tx) => {
    const rows = await tx.$queryRaw<Row[]>`
      SELECT s.id, CASE WHEN s.ended_at IS NOT NULL THEN coalesce(s.end_reason, 'unknown') WHEN s.expires_at <= now() THEN 'expired'
                        WHEN s.last_seen_at <= now() - make_interval(mins => ${SESSION_IDLE_MINUTES}::int) THEN 'idle' END AS over,
             u.id AS user_id, u.role, u.authz_version, u.status::text AS status, e.short_name, e.status::text AS entity_status,
             m.state::text AS market, m.version AS market_version
      FROM session s JOIN portal_user u ON u.id = s.user_id JOIN entity e ON e.id = u.entity_id LEFT JOIN market_session m ON true
      WHERE s.id = ANY(${[...sessionIds]}::uuid[])`;
    const [first] = rows;
    const market = first?.market ? { state: first.market, version: first.market_version } : null;
    return { standings: new Map(rows.map((row) => [row.id, standingOf(row)])), market };
  });
}

const standingOf = ({ user_id, role, authz_version, status, short_name, entity_status, over }: Row): Standing => ({
  userId: user_id,
  role,
  authzVersion: authz_version,
  status,
  entityName: short_name,
  entityStatus: entity_status,
  over,
});
