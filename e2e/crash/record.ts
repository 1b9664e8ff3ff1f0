import type { Database } from "@/lib/platform/db/client";
import type { Prisma } from "@/lib/platform/db/types";

/** The code prefix of entities created by crash tests. */
export const PREFIX = "CR";

/** A change that was acknowledged to its caller. */
export type Acknowledged = {
  readonly code: string;
  readonly version: number;
  readonly action: "entity.created" | "entity.edited";
  readonly requestId?: string;
};

type Change = { code: string | null; version: number; action: string; request_id: string; decided: boolean };

/**
 * Problems found in the record. There are none when every acknowledged change exists with its change row and decision, and every
 * change in the database is audited, acknowledged or not.
 */
export const gapsIn = ({ client }: Database, acknowledged: readonly Acknowledged[]): Promise<readonly string[]> =>
  // One snapshot: the database may still be rolling back the killed process's transactions.
  client.$transaction(async (tx) => gapsAt(await read(tx), acknowledged), { isolationLevel: "RepeatableRead", timeout: 60_000 });

type State = {
  readonly entities: readonly { code: string; version: number }[];
  readonly changes: readonly Change[];
  readonly alone: readonly { request_id: string }[];
};

async function read(tx: Prisma.TransactionClient): Promise<State> {
  const entities = await tx.entity.findMany({ where: { code: { startsWith: PREFIX } }, select: { code: true, version: true } });
  const changes = await tx.$queryRaw<Change[]>`
    SELECT e.code, (row_number() OVER (PARTITION BY c.target_id ORDER BY c.at))::int AS version, c.action, c.request_id, EXISTS (
        SELECT FROM audit_event d WHERE d.request_id = c.request_id AND d.kind = 'decision' AND d.permission = 'Entity.Manage'
          AND d.outcome = 'grant' AND d.result = 'committed') AS decided
    FROM audit_event c LEFT JOIN entity e ON e.id::text = c.target_id
    WHERE c.kind = 'change' AND c.target_type = 'entity' AND (e.id IS NULL OR e.code LIKE ${`${PREFIX}%`})`;
  const alone = await tx.$queryRaw<{ request_id: string }[]>`
    SELECT d.request_id FROM audit_event d
    WHERE d.kind = 'decision' AND d.action IN ('entities.create', 'entities.edit') AND d.result = 'committed' AND d.outcome = 'grant'
      AND NOT EXISTS (SELECT FROM audit_event c WHERE c.request_id = d.request_id AND c.kind = 'change')`;
  return { entities, changes, alone };
}

function gapsAt({ entities, changes, alone }: State, acknowledged: readonly Acknowledged[]): readonly string[] {
  const versions = new Map(entities.map(({ code, version }) => [code, version]));
  const recorded = new Map(changes.map((change) => [`${change.code} ${change.version}`, change]));
  const exists = ({ code, version }: { code: string | null; version: number }) => code !== null && (versions.get(code) ?? 0) >= version;
  const isTold = (one: Acknowledged) => {
    const change = recorded.get(`${one.code} ${one.version}`);
    return change?.action === one.action && (one.requestId === undefined || change.request_id === one.requestId);
  };
  const say = (what: string) => (one: { code: string | null; version: number }) => `${one.code} ${one.version} ${what}`;
  const steps = entities.flatMap(({ code, version }) => Array.from({ length: version }, (_, index) => ({ code, version: index + 1 })));
  return [
    ...acknowledged.filter((one) => !exists(one)).map(say("was acknowledged and is lost")),
    ...acknowledged.filter((one) => !isTold(one)).map(say("was acknowledged and is not on the record")),
    ...steps.filter(({ code, version }) => !recorded.has(`${code} ${version}`)).map(say("happened and is not on the record")),
    ...changes.filter((change) => !exists(change)).map(say("is on the record and never happened")),
    ...changes.filter(({ decided }) => !decided).map(say("is on the record without a decision")),
    ...alone.map(({ request_id }) => `${request_id} has a decision that was committed, and no change`),
  ];
}
