import "server-only";
import { countLog, type LogPlace, type ReadLog, readStretch } from "@/lib/platform/audit/log";
import { record } from "@/lib/platform/audit/record";
import type { AuditDetail } from "@/lib/platform/audit/row";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { type TOO_SLOW, within } from "@/lib/platform/db/within";
import { AppError } from "@/lib/platform/errors";
import { BYTE_ORDER_MARK, csvOf } from "@/lib/platform/lists/csv";
import type { Step } from "@/lib/platform/operations/step";
import { type Exported, logExported, logExportStarted } from "./audit-events";
import type { LogFile, LogSearch } from "./schema";
import { type ReadSearch, readSearch } from "./search";
import { writeSearch } from "./search-language";

const COLUMNS = [
  ["Time", ({ at }) => at.toISOString()],
  ["Kind", ({ kind }) => kind],
  ["Purpose", ({ purpose }) => purpose],
  ["Actor", ({ actorName }) => actorName],
  ["Actor kind", ({ actorKind }) => actorKind],
  ["Sign-in name", ({ actorLogin }) => actorLogin],
  ["Role", ({ actorRole }) => actorRole],
  ["Global used", ({ globalUsed }) => (globalUsed ? "yes" : "no")],
  ["Permission", ({ permission }) => permission],
  ["Action", ({ action }) => action],
  ["Target type", ({ targetType }) => targetType],
  ["Target", ({ targetLabel }) => targetLabel],
  ["Target id", ({ targetId }) => targetId],
  ["Target entity id", ({ targetEntityId }) => targetEntityId],
  ["Outcome", ({ outcome }) => outcome],
  ["Reason code", ({ reasonCode }) => reasonCode],
  ["Result", ({ result }) => result],
  ["Reason", ({ reason }) => reason],
  ["Changes", ({ changes }) => changes && JSON.stringify(changes)],
  ["Actor id", ({ actorUserId }) => actorUserId],
  ["Directory id", ({ actorOid }) => actorOid],
  ["Actor entity id", ({ actorEntityId }) => actorEntityId],
  ["Client id", ({ clientId }) => clientId],
  ["Request", ({ requestId }) => requestId],
  ["Session", ({ sessionId }) => sessionId],
  ["Source address", ({ sourceAddress }) => sourceAddress],
  ["User agent", ({ userAgent }) => userAgent],
  ["Id", ({ id }) => id],
] as const satisfies readonly (readonly [string, (event: AuditDetail) => string | null])[];

const FORMATS = {
  csv: {
    head: `${BYTE_ORDER_MARK}${csvOf([COLUMNS.map(([heading]) => heading)])}`,
    text: (rows: readonly AuditDetail[]) => csvOf(rows.map((row) => COLUMNS.map(([, value]) => value(row) ?? ""))),
  },
  jsonl: { head: "", text: (rows: readonly AuditDetail[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("") },
} as const;

/**
 * Exports exactly what a search of the log finds, newest first, in stretches. Recorded before the first byte is sent, and again at the end with the
 * number of rows sent, complete or not. What is recorded after it began is not in it.
 */
export async function* exportedLog({ input, step }: { readonly input: LogFile; readonly step: Step<"Market.Operate"> }): AsyncGenerator<string, void> {
  const { format, ...typed } = input;
  const { head, text } = FORMATS[format];
  const { filter, exported } = await step(async ({ tx, grant }) => {
    const read = await readSearch(tx, grant, typed);
    if (read.problems.length > 0) throw new AppError("INVALID_INPUT", read.problems.join(" "));
    const taken: Exported = { search: writeSearch(read.search), zone: typed.zone, format };
    record(tx, grant, logExportStarted(taken));
    const until = read.filter.until && read.filter.until < read.now ? read.filter.until : read.now;
    return { filter: { ...read.filter, until }, exported: taken };
  });
  let rows = 0;
  let place: LogPlace | null | undefined;
  try {
    yield head;
    while (place !== null) {
      const from: LogPlace | null = place ?? null;
      const stretch = await step(({ tx, grant }) => readStretch(tx, grant, filter, from));
      rows += stretch.rows.length;
      place = stretch.next;
      if (stretch.rows.length > 0) yield text(stretch.rows);
    }
  } finally {
    const complete = place === null;
    await step(async ({ tx, grant }) => record(tx, grant, logExported(exported, { rows, complete })));
  }
}

/** Milliseconds for counting what would be exported. */
const COUNT_LIMIT = 5_000;

export type LogExport = Pick<ReadSearch, "search" | "problems" | "meanings"> & {
  /** Null where it cannot be searched. */ readonly count: number | typeof TOO_SLOW | null;
};

/** What an export of a search would hold, before anybody takes it. */
export async function readLogExport(tx: ScopedTx, grant: ReadLog, typed: LogSearch & { readonly zone: string }): Promise<LogExport> {
  const { filter, search, problems, meanings } = await readSearch(tx, grant, typed);
  const count = problems.length > 0 ? null : await within(tx, COUNT_LIMIT, () => countLog(tx, grant, filter));
  return { search, problems, meanings, count };
}
