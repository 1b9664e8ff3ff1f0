import { randomUUID } from "node:crypto";
import { type LogPage, readLogPage } from "@/lib/platform/audit/log";
import type { LogFilter } from "@/lib/platform/audit/log-filter";
import { EVERY_ENTITY, type Target } from "@/lib/platform/authz/decide";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import type { Prisma } from "@/lib/platform/db/types";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { OTHER_ENTITY, OWN_ENTITY } from "./principals";
import { addUsers, globalOperator, openTestWorld, readAs } from "./world";

/** A world with entries of every kind on the record, a day apart from 2 January 2026 on. */

export const UNSEEN_ENTITY = "0190a0c0-0000-7000-8000-0000000000ee";
export const REQUEST = randomUUID();
export const SESSION = randomUUID();
/** The days of the entries, without what reading leaves on the record today. */
export const DAYS = { since: new Date("2026-01-01T00:00Z"), until: new Date("2026-01-31T00:00Z") } as const;

type NewEvent = Partial<Prisma.AuditEventCreateManyInput>;

/** Adds rows, all about the own entity, unless they say otherwise. */
export async function addEvents({ client }: Database, events: readonly NewEvent[]): Promise<readonly string[]> {
  const data = events.map((event, index) => ({
    id: randomUUID(),
    at: new Date(Date.UTC(2026, 0, 2 + index, 12)),
    kind: "decision" as const,
    purpose: "access" as const,
    permission: "Users.Promote",
    action: "users.changeRole",
    targetEntityId: OWN_ENTITY,
    outcome: "grant" as const,
    result: "committed",
    requestId: randomUUID(),
    ...event,
  }));
  // Only the owner can write a past: the portal's roles record the database's time.
  await client.auditEvent.createMany({ data });
  return data.map(({ id }) => id);
}

const names = [
  "access",
  "drawn",
  "change",
  "signIn",
  "refused",
  "elsewhere",
  "market",
  "byAroha",
  "panel",
  "requested",
  "inSession",
  "about",
  "viewed",
] as const;
type Name = (typeof names)[number];

export type LogWorld = {
  readonly database: Database;
  readonly aroha: string;
  /** Of another entity. */
  readonly sophie: string;
  readonly idOf: (name: Name) => string;
  /** The ids of all entries but these, newest first. */
  readonly without: (...left: readonly Name[]) => readonly string[];
};

export async function openLogWorld(): Promise<LogWorld> {
  const database = await openTestWorld();
  const [aroha = "", sophie = ""] = await addUsers([{ displayName: "Aroha Ngata" }, { displayName: "Sophie van der Berg", entityId: OTHER_ENTITY }]);
  const ids = await addEvents(database, [
    {},
    { purpose: "visibility", pageView: true },
    { kind: "change", purpose: null, permission: null, action: "user.role_changed", changes: { role: { from: "viewer", to: "trader" } }, reason: "A reason." },
    { kind: "sign_in", purpose: null, permission: null, action: "session.signed_in" },
    { outcome: "deny", reasonCode: "PERMISSION_MISSING", result: "NOT_AUTHORISED" },
    { targetEntityId: OTHER_ENTITY },
    { targetEntityId: null, permission: "Market.Operate" },
    { actorUserId: aroha },
    { permission: "panel" },
    { requestId: REQUEST },
    { sessionId: SESSION },
    { targetType: "thing", targetId: "42" },
    { pageView: true },
  ]);
  const idOf = (name: Name): string => ids[names.indexOf(name)] ?? "";
  const without = (...left: readonly Name[]) =>
    names
      .filter((name) => !left.includes(name))
      .map(idOf)
      .toReversed();
  return { database, aroha, sophie, idOf, without };
}

type As = { readonly as?: UserPrincipal; readonly target?: Target; readonly cursor?: string | undefined };

/** A page of the log. */
export const readLog = (filter: LogFilter, { as = globalOperator, target = EVERY_ENTITY, cursor }: As = {}): Promise<LogPage> =>
  readAs(as, async (tx) => readLogPage(tx, authorize(tx, "Market.Operate", target), filter, cursor));
