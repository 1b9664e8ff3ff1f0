import "server-only";
import { uuidv7 } from "uuidv7";
import { record } from "@/lib/platform/audit/record";
import { isRoleKey } from "@/lib/platform/authz/roles";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { InviteList, InviteListRow } from "@/lib/platform/db/types";
import { AppError } from "@/lib/platform/errors";
import { cancelJob, enqueueJob } from "@/lib/platform/jobs/queue/enqueue";
import { asAsker } from "@/lib/platform/jobs/queue/handler";
import { jobKind, URGENCY } from "@/lib/platform/jobs/queue/job-kind";
import type { StepResult } from "@/lib/platform/jobs/queue/record-outcome";
import { attempt } from "@/lib/platform/unit-of-work/attempt";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { noteRefused, type Reason, refuse } from "@/lib/platform/unit-of-work/refuse";
import { listQueued, listStopped } from "./audit-events";
import { type SendInvitations, sendAll } from "./commands";
import { knownAs } from "./existing-user";
import { findExistingUsers, type NewInvitation } from "./insert-invitations";
import { assertOpenInvitationLimit } from "./open-limit";
import { whyNotInvitable } from "./rules";
import { inviteListInput } from "./schema";
import { ownList } from "./target";

/** Lists that are sent in the background, some rows in each step, so that they hold up nobody else. */

/** The longest list that is sent at once, with its result in place. */
export const MOST_AT_ONCE = 200;
/** Rows per step. */
export const LIST_CHUNK = 100;

const listKind = jobKind({ name: "invitations.sendList", payload: inviteListInput });

/** Stores the rows of a checked list and queues the job that sends them. */
export async function queueList(tx: ScopedTx, grant: SendInvitations, wanted: readonly NewInvitation[]): Promise<InviteList> {
  await assertOpenInvitationLimit(tx, wanted);
  const { userId, entity } = grant.principal;
  const id = uuidv7();
  const total = wanted.length;
  const jobId = await enqueueJob(tx, grant, listKind, {
    payload: { id },
    label: `Send ${total.toLocaleString("en-NZ")} invitations`,
    urgency: URGENCY.other,
    // One after another: an entity's senders take turns on its limit anyway.
    lane: `invitations of ${entity.id}`,
    total,
  });
  const list = await tx.inviteList.create({ data: { id, jobId, userId, total } });
  const rows = wanted.map(({ entityId, email, name, role }, index) => ({ position: index + 1, entity_id: entityId, email, name, role }));
  await tx.$executeRaw`
    INSERT INTO invite_list_row (list_id, "position", owner_id, entity_id, email, name, role)
    SELECT ${id}::uuid, r."position", ${userId}::uuid, r.entity_id, r.email, r.name, r.role
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r ("position" int, entity_id uuid, email text, name text, role text)`;
  record(tx, grant, listQueued(grant, list));
  return list;
}

/** Sends a list step by step, under its asker's standing at each step. */
export const invitationLists = asAsker(listKind, async ({ tx, payload: { id } }) =>
  sendNextOfList(tx, authorize(tx, "Invitations.Send", await ownList(tx, id)), { id }),
);

type Outcome = { readonly state: "sent" | "skipped" | "failed"; readonly code?: string; readonly message?: string; readonly invitationId?: string };

/** Sends the next rows of a list, each with its own result. What no longer holds since the list was checked fails that row alone. */
export async function sendNextOfList(tx: ScopedTx, grant: SendInvitations, { id }: { readonly id: string }): Promise<StepResult> {
  const next = await tx.inviteListRow.findMany({ where: { listId: id, state: "waiting" }, orderBy: { position: "asc" }, take: LIST_CHUNK + 1 });
  const rows = next.slice(0, LIST_CHUNK);
  const outcomes = new Map<number, Outcome>();
  const allowed = await stillAllowed(tx, grant, rows, outcomes);
  const known = await findExistingUsers(tx, allowed);
  const why = new Map(known.map((one) => [keyOf(one), knownAs(one)]));
  for (const row of allowed) if (why.has(keyOf(row))) outcomes.set(row.position, { state: "skipped", message: why.get(keyOf(row)) ?? "" });
  await send(
    tx,
    grant,
    allowed.filter(({ position }) => !outcomes.has(position)),
    outcomes,
  );
  await settleRows(tx, id, outcomes);
  return { done: rows.length, isLast: next.length <= LIST_CHUNK };
}

/** Stops a list after the step under way; what is sent stays sent. */
export async function stopList(tx: ScopedTx, grant: SendInvitations, { id }: { readonly id: string }): Promise<void> {
  const list = await tx.inviteList.findFirst({ where: { id, userId: grant.principal.userId } });
  if (!list) return refuse(grant, { code: "NOT_AUTHORISED", message: "There is no such list of yours. Go back to the invitations." });
  if (!list.jobId || !(await cancelJob(tx, grant, list.jobId, `Stopped by ${grant.principal.displayName}.`)))
    throw new AppError("ILLEGAL_TRANSITION", "This list is over already.");
  record(tx, grant, listStopped(grant, list, await tx.inviteListRow.count({ where: { listId: id, state: "waiting" } })));
}

const keyOf = ({ entityId, email }: { readonly entityId: string; readonly email: string }): string => `${entityId} ${email.toLowerCase()}`;

/** The rows whose entity and role the sender may still invite into and give; one decision and one refusal for each, however many rows. */
async function stillAllowed(tx: ScopedTx, grant: SendInvitations, rows: readonly InviteListRow[], outcomes: Map<number, Outcome>) {
  const reasons = new Map<string, Reason>();
  const ids = [...new Set(rows.map(({ entityId }) => entityId))];
  const active = new Set((await tx.entity.findMany({ where: { id: { in: ids }, status: "active" }, select: { id: true } })).map((entity) => entity.id));
  for (const entityId of ids) {
    const error = await attempt(tx, async () => authorize(tx, "Invitations.Send", { entityId }));
    if (error) reasons.set(entityId, { code: error.code, message: error.message });
    else if (!active.has(entityId)) reasons.set(entityId, { code: "ILLEGAL_TRANSITION", message: "The entity is not active any more." });
  }
  for (const role of new Set(rows.map((row) => row.role))) {
    const refusal: Reason | null = isRoleKey(role)
      ? whyNotInvitable(grant.principal, role)
      : { code: "INVALID_INPUT", message: "There is no such role any more." };
    if (!refusal) continue;
    reasons.set(role, refusal);
    noteRefused(grant, refusal);
  }
  return rows.filter(({ position, entityId, role }) => {
    const reason = reasons.get(entityId) ?? reasons.get(role);
    if (reason) outcomes.set(position, { state: "failed", code: reason.code, message: reason.message });
    return !reason;
  });
}

/** All at once; one by one where that fails, so that each row has its own result. */
async function send(tx: ScopedTx, grant: SendInvitations, rows: readonly InviteListRow[], outcomes: Map<number, Outcome>): Promise<void> {
  if (rows.length === 0) return;
  const error = await attempt(tx, async () => {
    const sent = await sendAll(
      tx,
      grant,
      rows.map(({ entityId, email, name, role }) => ({ entityId, email, name, role, comesBack: false })),
    );
    const ids = new Map(sent.map((one) => [keyOf(one), one.id]));
    for (const row of rows) {
      const invitationId = ids.get(keyOf(row));
      outcomes.set(row.position, invitationId ? { state: "sent", invitationId } : { state: "skipped", message: "Invited already." });
    }
  });
  if (!error) return;
  const [row] = rows;
  if (rows.length > 1) for (const one of rows) await send(tx, grant, [one], outcomes);
  else if (row) outcomes.set(row.position, { state: "failed", code: error.code, message: error.message });
}

async function settleRows(tx: ScopedTx, listId: string, outcomes: ReadonlyMap<number, Outcome>): Promise<void> {
  const rows = [...outcomes].map(([position, { state, code, message, invitationId }]) => ({ position, state, code, message, invitation_id: invitationId }));
  await tx.$executeRaw`
    UPDATE invite_list_row r SET state = o.state::invite_list_row_state, code = o.code, message = o.message, invitation_id = o.invitation_id, done_at = now()
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS o ("position" int, state text, code text, message text, invitation_id uuid)
    WHERE r.list_id = ${listId}::uuid AND r."position" = o."position"`;
}
