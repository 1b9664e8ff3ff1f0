import "server-only";
import { uuidv7 } from "uuidv7";
import { record } from "@/lib/platform/audit/record";
import type { Grant } from "@/lib/platform/authz/grant";
import { scopeOf } from "@/lib/platform/authz/scope-of";
import { isUniqueViolation } from "@/lib/platform/db/failures";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { DocumentationState } from "@/lib/platform/db/types";
import { AppError } from "@/lib/platform/errors";
import { refuse } from "@/lib/platform/unit-of-work/refuse";
import { directionLabel, documentationSet, type Recorded } from "./audit-events";
import { marketToday, type Party, partiesByCode } from "./parties";
import { assertReminderAhead, assertUnchanged } from "./rules";
import type { Direction, SetDirections, SetOwnSide } from "./schema";

type ManageDocs = Grant<"Docs.Manage">;

/** A direction's present state, locked; with a new id when it has no record. */
type Standing = Recorded & { readonly id: string; readonly isNew: boolean; readonly version: number; readonly owner: Party; readonly counterparty: Party };

/** Sets the same documentation on every given direction. Directions that already match are left alone. */
export async function setDirections(tx: ScopedTx, grant: ManageDocs, { directions, ...wanted }: SetDirections): Promise<void> {
  const standing = await lockedDirections(tx, grant, directions);
  const today = await marketToday(tx);
  const changes = standing.map((before) => ({ before, after: { ...before, ...withoutUnset(wanted) } })).filter(({ before, after }) => differ(before, after));
  if (changes.length === 0) throw new AppError("INVALID_INPUT", "Nothing is different. Change something, or go back.");
  for (const { before, after } of changes) assertReminderAhead(after.remindOn, before.remindOn, today);
  await unlessOvertaken(write(tx, grant, changes));
  for (const { before, after } of changes) record(tx, grant, documentationSet(before, before, after));
}

/** A participant's own side. Throws NOT_AUTHORISED when their entity does not trade. */
export async function setOwnSide(tx: ScopedTx, grant: ManageDocs, { counterparty, version, ...wanted }: SetOwnSide): Promise<void> {
  await setDirections(tx, grant, { ...wanted, directions: [{ owner: grant.principal.entity.code, counterparty, version }] });
}

type Wanted = Omit<SetDirections, "directions">;
const withoutUnset = ({ status, notes, remindOn }: Wanted): Partial<Recorded> => ({
  ...(status && { status }),
  ...(notes !== undefined && { notes }),
  ...(remindOn !== undefined && { remindOn }),
});

const differ = (a: Recorded, b: Recorded): boolean => a.status !== b.status || a.notes !== b.notes || a.remindOn !== b.remindOn;

type LockedRow = { id: string; entityId: string; counterpartyId: string; status: DocumentationState; notes: string; remindOn: string | null; version: number };

/** Locks in one order until the transaction ends, so that edits of the same directions take turns. */
async function lockedDirections(tx: ScopedTx, grant: ManageDocs, directions: readonly Direction[]): Promise<readonly Standing[]> {
  const parties = await partiesByCode(
    tx,
    directions.flatMap(({ owner, counterparty }) => [owner, counterparty]),
  );
  const named = directions.map((direction) => ({ ...direction, ...twoOf(tx, grant, parties, direction) }));
  const rows = await tx.$queryRaw<LockedRow[]>`
    SELECT d.id, d.entity_id AS "entityId", d.counterparty_id AS "counterpartyId", d.status::text,
      n.notes, n.remind_on::text AS "remindOn", n.version
    FROM documentation_status d
    JOIN unnest(${named.map(({ owner }) => owner.entityId)}::uuid[], ${named.map(({ counterparty }) => counterparty.entityId)}::uuid[]) AS named (entity_id, counterparty_id)
      USING (entity_id, counterparty_id)
    JOIN documentation_note n USING (entity_id, counterparty_id)
    ORDER BY d.entity_id, d.counterparty_id
    FOR NO KEY UPDATE OF d, n`;
  return named.map(({ owner, counterparty, version }) => {
    const row = rows.find(({ entityId, counterpartyId }) => entityId === owner.entityId && counterpartyId === counterparty.entityId);
    assertUnchanged(row?.version ?? 0, version, directionLabel(owner, counterparty));
    const { status = "no_docs", notes = "", remindOn = null } = row ?? {};
    return { id: row?.id ?? uuidv7(), isNew: !row, version, owner, counterparty, status, notes, remindOn };
  });
}

function twoOf(tx: ScopedTx, grant: ManageDocs, parties: ReadonlyMap<string, Party>, direction: Direction): { owner: Party; counterparty: Party } {
  const owner = parties.get(direction.owner);
  const counterparty = parties.get(direction.counterparty);
  const { entityId } = scopeOf(tx, grant);
  const reached = owner && (entityId === null || entityId === owner.entityId);
  if (!owner || !counterparty || !reached || owner === counterparty) {
    const label = `${direction.owner} about ${direction.counterparty}`;
    const message = "There are no two such entities that trade. Go back to the list and choose from it.";
    return refuse(grant, { code: "NOT_AUTHORISED", message }, { type: "documentation", id: direction.owner, label, entityId: owner?.entityId ?? null });
  }
  return { owner, counterparty };
}

/** The same number of statements for many directions as for one. */
async function write(tx: ScopedTx, { principal }: ManageDocs, changes: readonly { before: Standing; after: Standing }[]): Promise<void> {
  const created = changes.filter(({ before }) => before.isNew).map(({ after }) => after);
  const restated = changes.filter(({ before, after }) => !before.isNew && before.status !== after.status).map(({ after }) => after);
  const edited = changes.filter(({ before }) => !before.isNew).map(({ after }) => after);
  const by = { editedById: principal.userId, editedByName: principal.displayName };
  if (created.length > 0) {
    const keys = ({ owner, counterparty }: Standing) => ({ entityId: owner.entityId, counterpartyId: counterparty.entityId });
    await tx.documentationStatus.createMany({ data: created.map((one) => ({ id: one.id, ...keys(one), status: one.status })) });
    await tx.documentationNote.createMany({
      data: created.map((one) => ({ ...keys(one), notes: one.notes, remindOn: one.remindOn === null ? null : new Date(one.remindOn), ...by })),
    });
  }
  if (restated.length > 0)
    await tx.$executeRaw`
      UPDATE documentation_status d SET status = new.status::documentation_state, set_at = now()
      FROM unnest(${restated.map(({ id }) => id)}::uuid[], ${restated.map(({ status }) => status)}::text[]) AS new (id, status) WHERE d.id = new.id`;
  if (edited.length > 0)
    await tx.$executeRaw`
      UPDATE documentation_note n SET notes = new.notes, remind_on = new.remind_on, version = n.version + 1,
        edited_by_id = ${by.editedById}::uuid, edited_by_name = ${by.editedByName}, edited_at = now()
      FROM unnest(${edited.map(({ owner }) => owner.entityId)}::uuid[], ${edited.map(({ counterparty }) => counterparty.entityId)}::uuid[],
        ${edited.map(({ notes }) => notes)}::text[], ${edited.map(({ remindOn }) => remindOn)}::date[]) AS new (entity_id, counterparty_id, notes, remind_on)
      WHERE n.entity_id = new.entity_id AND n.counterparty_id = new.counterparty_id`;
}

/** The constraint decides when two people first set a direction at the same moment. */
async function unlessOvertaken(writing: Promise<void>): Promise<void> {
  try {
    await writing;
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError("STALE_BASE", "Somebody else set this at the same moment. Open it again to see how it stands now.");
    throw error;
  }
}
