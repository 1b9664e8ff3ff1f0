import "server-only";
import { type CreditSummary, summariseCounterparties } from "@/lib/domain/documentation";
import { type MarketDay, readMarketDay } from "@/lib/domain/market";
import { type RequestRow, requestsBy } from "@/lib/domain/roles";
import { type ChangeRow, changesAbout, changesIn, type DayOfDecisions, decisionsByDay, latestChanges } from "@/lib/platform/audit/activity";
import { EVERY_ENTITY, type Target } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import { rolesHolding } from "@/lib/platform/authz/roles";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import { grantIf } from "@/lib/platform/unit-of-work/authorize";
import { type Queue, readQueue } from "./queue";

const DAYS = 14;
const CHANGES = 6;
const CONTACTS = 3;

/** A person's home page. Parts they may not see are null. */
export type Home = Queue & {
  /** The database's time of the whole page. */
  readonly now: Date;
  readonly market: MarketDay | null;
  /** Decisions of the last fourteen days across all entities, for readers of the log. */
  readonly decisions: readonly DayOfDecisions[] | null;
  /** The latest changes: of every entity for readers of the log, of the own entity for its user administrators. */
  readonly changes: { readonly everyEntity: boolean; readonly rows: readonly ChangeRow[] } | null;
  /** Changes to the reader. */
  readonly about: readonly ChangeRow[];
  /** Role requests made by the reader. */
  readonly asked: readonly RequestRow[] | null;
  readonly documents: CreditSummary | null;
  readonly mayInvite: boolean;
  /** Other user administrators of the reader's entity. */
  readonly contacts: readonly { readonly id: string; readonly displayName: string; readonly email: string }[];
};

/** Reads a person's home page, each part only with the permission that its own page requires. */
export async function readHome(tx: ScopedTx, grant: Grant<"signed-in"> | Grant<"panel">): Promise<Home> {
  const { principal } = grant;
  const own: Target = { entityId: principal.entity.id };
  const now = await databaseTime(tx);
  const log = grantIf(tx, "Market.Operate", EVERY_ENTITY);
  const users = log ? null : grantIf(tx, "Users.View", own);
  const market = grantIf(tx, "Market.View", own);
  const documents = grantIf(tx, "Docs.View", own);
  const manage = grantIf(tx, "Users.Manage", own);
  const summary = documents && (await summariseCounterparties(tx, documents));
  return {
    now,
    ...(await readQueue(tx, principal, { now, documents: summary })),
    market: market && (await readMarketDay(tx, market, now)),
    decisions: log && (await decisionsByDay(tx, log, DAYS)),
    changes: log
      ? { everyEntity: true, rows: await latestChanges(tx, log, CHANGES) }
      : users && { everyEntity: false, rows: await changesIn(tx, users, CHANGES) },
    about: users || log ? [] : await changesAbout(tx, grant, CONTACTS),
    asked: manage && (await requestsBy(tx, manage, CHANGES)),
    documents: summary,
    mayInvite: grantIf(tx, "Invitations.Send", own) !== null,
    contacts: users || log ? [] : await administratorsOf(tx, grant),
  };
}

/** Names the user administrators of the own entity, so that colleagues know who to ask. */
function administratorsOf(tx: ScopedTx, { principal }: Grant<"signed-in"> | Grant<"panel">): Promise<Home["contacts"]> {
  return tx.user.findMany({
    where: { entityId: principal.entity.id, status: "active", role: { in: [...rolesHolding("Users.Manage")] }, NOT: { id: principal.userId } },
    orderBy: [{ displayName: "asc" }, { id: "asc" }],
    take: CONTACTS,
    select: { id: true, displayName: true, email: true },
  });
}
