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

/** What one person's day begins with. What they may not see is null. */
export type Home = Queue & {
  /** The database's time of all of it. */
  readonly now: Date;
  readonly market: MarketDay | null;
  /** Decisions of fourteen days over every entity, for those who read the log. */
  readonly decisions: readonly DayOfDecisions[] | null;
  /** The latest changes: of every entity for those who read the log, of their own entity for those who look after its people. */
  readonly changes: { readonly everyEntity: boolean; readonly rows: readonly ChangeRow[] } | null;
  /** What was changed about the reader. */
  readonly about: readonly ChangeRow[];
  /** Role requests that the reader made. */
  readonly asked: readonly RequestRow[] | null;
  readonly documents: CreditSummary | null;
  readonly mayInvite: boolean;
  /** Who administers the people of the reader's entity, the reader left out. */
  readonly contacts: readonly { readonly id: string; readonly displayName: string; readonly email: string }[];
};

/** Reads the home of whoever is signed in, each part only with the permission that its own page asks for. */
export async function readHome(tx: ScopedTx, grant: Grant<"signed-in"> | Grant<"panel">): Promise<Home> {
  const { principal } = grant;
  const own: Target = { entityId: principal.entity.id };
  const now = await databaseTime(tx);
  const log = grantIf(tx, "Market.Operate", EVERY_ENTITY);
  const users = log ? null : grantIf(tx, "Users.View", own);
  const market = grantIf(tx, "Market.View", own);
  const documents = grantIf(tx, "Docs.View", own);
  const manage = grantIf(tx, "Users.Manage", own);
  return {
    now,
    ...(await readQueue(tx, principal, now)),
    market: market && (await readMarketDay(tx, market)),
    decisions: log && (await decisionsByDay(tx, log, DAYS)),
    changes: log
      ? { everyEntity: true, rows: await latestChanges(tx, log, CHANGES) }
      : users && { everyEntity: false, rows: await changesIn(tx, users, CHANGES) },
    about: users || log ? [] : await changesAbout(tx, grant, CONTACTS),
    asked: manage && (await requestsBy(tx, manage, CHANGES)),
    documents: documents && (await summariseCounterparties(tx, documents)),
    mayInvite: grantIf(tx, "Invitations.Send", own) !== null,
    contacts: users || log ? [] : await administratorsOf(tx, grant),
  };
}

/** Colleagues are told by name whom to turn to: the people of one's own entity whose role manages users. */
function administratorsOf(tx: ScopedTx, { principal }: Grant<"signed-in"> | Grant<"panel">): Promise<Home["contacts"]> {
  return tx.user.findMany({
    where: { entityId: principal.entity.id, status: "active", role: { in: [...rolesHolding("Users.Manage")] }, NOT: { id: principal.userId } },
    orderBy: [{ displayName: "asc" }, { id: "asc" }],
    take: CONTACTS,
    select: { id: true, displayName: true, email: true },
  });
}
