import "server-only";
import { type Bar, countBars, countFolded, type Folded, type LogPage, type ReadLog, readLogPage } from "@/lib/platform/audit/log";
import type { LogFilter } from "@/lib/platform/audit/log-filter";
import { entityNames, getAuditEvent } from "@/lib/platform/audit/queries";
import type { AuditDetail } from "@/lib/platform/audit/row";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { TOO_SLOW, within } from "@/lib/platform/db/within";
import { bucketsOf, type Step } from "./buckets";
import type { LogParams } from "./schema";
import { type ReadSearch, readSearch } from "./search";

export type Entry = { readonly event: AuditDetail; readonly names: ReadonlyMap<string, string> };
type Bars = { readonly step: Step; readonly bars: readonly Bar[] };

export type LogView = ReadSearch & {
  /** Null where the search cannot be run. */
  readonly page: LogPage | typeof TOO_SLOW | null;
  /** Null where nothing is folded, or counting it takes too long. */
  readonly folded: Folded | null;
  readonly bars: Bars | typeof TOO_SLOW | null;
  readonly names: ReadonlyMap<string, string>;
  /** The entry that is open beside the list; null when there is none, or none of this id. */
  readonly entry: Entry | null;
};

/** Milliseconds that each part may take: what takes longer is answered without it. */
const PAGE_LIMIT = 2_000;
const FOLDED_LIMIT = 250;
const BARS_LIMIT = 145;

/** A page of the log, its bars, and the entry that is open beside it. */
export async function readLogView(tx: ScopedTx, grant: ReadLog, { entry, ...params }: LogParams & { zone: string }): Promise<LogView> {
  const { read, page, folded } = await readRows(tx, grant, params);
  const found = page === TOO_SLOW ? null : page;
  return {
    ...read,
    page,
    folded,
    bars: found && (await barsOf(tx, grant, read.filter, params.zone)),
    names: await entityNames(tx, grant, mentioned(found?.rows ?? [])),
    entry: entry ? await readEntry(tx, grant, entry) : null,
  };
}

async function readRows(tx: ScopedTx, grant: ReadLog, { cursor, ...typed }: Omit<LogParams, "entry"> & { zone: string }) {
  const read = await readSearch(tx, grant, typed);
  const { filter, problems } = read;
  if (problems.length > 0) return { read, page: null, folded: null };
  const page = await within(tx, PAGE_LIMIT, () => readLogPage(tx, grant, filter, cursor));
  const isFolded = page !== TOO_SLOW && (filter.shown ?? "acts") === "acts";
  const folded = isFolded ? await within(tx, FOLDED_LIMIT, () => countFolded(tx, grant, filter, page)) : null;
  return { read, page, folded: folded === TOO_SLOW ? null : folded };
}

async function barsOf(tx: ScopedTx, grant: ReadLog, filter: LogFilter, zone: string): Promise<Bars | typeof TOO_SLOW> {
  const { step, edges } = bucketsOf({ since: filter.since, until: filter.until, now: new Date(), zone });
  const bars = await within(tx, BARS_LIMIT, () => countBars(tx, grant, filter, edges));
  return bars === TOO_SLOW ? bars : { step, bars };
}

/** The list alone, to be measured. */
export const readLogRows = async (tx: ScopedTx, grant: ReadLog, params: LogParams & { zone: string }) => (await readRows(tx, grant, params)).page;

/** The bars alone, to be measured. */
export const readBars = async (tx: ScopedTx, grant: ReadLog, params: LogParams & { zone: string }) =>
  barsOf(tx, grant, (await readSearch(tx, grant, params)).filter, params.zone);

const mentioned = (rows: readonly { readonly targetEntityId: string | null }[]): string[] =>
  rows.map(({ targetEntityId }) => targetEntityId).filter((entity) => entity !== null);

/** One entry and what its entities are called; null when it does not exist. */
export async function readEntry(tx: ScopedTx, grant: ReadLog, id: string): Promise<Entry | null> {
  const event = await getAuditEvent(tx, grant, id);
  if (!event) return null;
  const entities = [event.targetEntityId, event.actorEntityId].filter((entity) => entity !== null);
  return { event, names: await entityNames(tx, grant, entities) };
}
