import "server-only";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Counterparty } from "@/lib/platform/db/types";

/** A trading entity, as everyone may know it. */
export type Party = Pick<Counterparty, "entityId" | "code" | "shortName" | "legalName" | "status">;

const PARTY = { entityId: true, code: true, shortName: true, legalName: true, status: true } as const;

/** The entities with these codes that trade, by code. */
export async function partiesByCode(tx: ScopedTx, codes: readonly string[]): Promise<ReadonlyMap<string, Party>> {
  const found = await tx.counterparty.findMany({ where: { code: { in: [...new Set(codes)] } }, select: PARTY });
  return new Map(found.map((party) => [party.code, party]));
}

const MOST = 500;

/** The entities a list can be filtered by, by name. */
export const partyChoices = (tx: ScopedTx): Promise<Pick<Party, "code" | "shortName">[]> =>
  tx.counterparty.findMany({ orderBy: [{ shortName: "asc" }, { code: "asc" }], take: MOST, select: { code: true, shortName: true } });

/** Today on the market's calendar, by the database's clock: 2026-12-01. */
export async function marketToday(tx: ScopedTx): Promise<string> {
  const [row] = await tx.$queryRaw<{ today: string }[]>`SELECT (now() AT TIME ZONE 'Pacific/Auckland')::date::text AS today`;
  if (!row) throw new Error("The database did not tell the day.");
  return row.today;
}
