import "server-only";
import { z } from "zod";
import { entityChoices } from "@/lib/domain/entities";
import { zoneInput } from "@/lib/domain/preferences/model";
import { auditListParams } from "@/lib/platform/audit/list";
import { entityNames, getAuditEvent, listAudit, peopleNamed, personById } from "@/lib/platform/audit/queries";
import { doorOf } from "@/lib/platform/authz/admin-tabs";
import type { Grant } from "@/lib/platform/authz/grant";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { id } from "@/lib/platform/operations/input";
import { query } from "@/lib/platform/operations/query";

type ReadLog = Grant<"Market.Operate">;

const auditListInput = auditListParams.extend({ zone: zoneInput });

async function readLog(tx: ScopedTx, grant: ReadLog, { zone, ...params }: z.infer<typeof auditListInput>) {
  const page = await listAudit(tx, grant, params, zone);
  const mentioned = page.rows.map(({ targetEntityId }) => targetEntityId).filter((entity) => entity !== null);
  return {
    page,
    names: await entityNames(tx, grant, mentioned),
    entities: await entityChoices(tx, grant, params.entity),
    people: params.q ? await peopleNamed(tx, grant, params.q) : [],
    person: params.person ? await personById(tx, grant, params.person) : null,
  };
}

async function readEntry(tx: ScopedTx, grant: ReadLog, entry: string) {
  const event = await getAuditEvent(tx, grant, entry);
  if (!event) return null;
  const mentioned = [event.targetEntityId, event.actorEntityId].filter((entity) => entity !== null);
  return { event, names: await entityNames(tx, grant, mentioned) };
}

/** One page of the record, and what its filters offer. */
export const auditListQuery = query({
  name: "audit.list",
  ...doorOf("audit"),
  input: auditListInput,
  read: ({ tx, grant, input }) => readLog(tx, grant, input),
});

export const auditEntryQuery = query({
  name: "audit.entry",
  ...doorOf("audit"),
  input: z.strictObject({ id }),
  read: ({ tx, grant, input }) => readEntry(tx, grant, input.id),
});
