import "server-only";
import { randomUUID } from "node:crypto";
import { inSystem, type SystemTx } from "@/lib/db/scope";
import type { Job } from "@/lib/jobs/job";
import { log } from "@/lib/log";
import { readLetter } from "./letter";
import { type Outgoing, type Sent, sendAll } from "./send";
import { mailServer } from "./settings";

/** Tried again after 1, 2, 4, … minutes: eleven times, over 17 hours. Then it is given up, and shown as failed. */
export const MOST_ATTEMPTS = 11;
const BATCH = 20;

type Claimed = { id: string; to_address: string; sealed: string; attempts: number };

/** Sends what waits, in every process: claimed under a lease, sent outside of any transaction, settled under the same claim. */
export const mailJob: Job = { name: "mail", every: 2_000, run: deliverMail };

/** One round. A process that dies in it leaves its claims to run out, and others take them up. */
export async function deliverMail(): Promise<void> {
  if (!mailServer()) return;
  const claim = randomUUID();
  for (;;) {
    const claimed = await inSystem((tx) => claimWaiting(tx, claim));
    if (claimed.length === 0) return;
    const outcomes = await sendClaimed(claimed);
    await inSystem((tx) => settle(tx, claim, claimed, outcomes));
  }
}

async function claimWaiting(tx: SystemTx, claim: string): Promise<readonly Claimed[]> {
  // A link that time or somebody ended is not worth a letter.
  await tx.$executeRaw`
    UPDATE mail_message m SET state = 'withdrawn', sealed = NULL, last_error = 'Its link ended before it was sent.'
    FROM invitation i WHERE i.id = m.invitation_id AND m.state = 'waiting' AND (i.state <> 'pending' OR i.expires_at <= now())`;
  return tx.$queryRaw<Claimed[]>`
    UPDATE mail_message SET claimed_by = ${claim}::uuid, claimed_until = now() + interval '5 minutes', attempts = attempts + 1
    WHERE id IN (
      SELECT id FROM mail_message
      WHERE state = 'waiting' AND sealed IS NOT NULL AND next_attempt_at <= now() AND (claimed_until IS NULL OR claimed_until < now())
      ORDER BY next_attempt_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
    RETURNING id, to_address, sealed, attempts`;
}

async function sendClaimed(claimed: readonly Claimed[]): Promise<readonly Sent[]> {
  const read = await Promise.all(claimed.map(outgoingOf));
  const readable = read.filter((one) => one !== null);
  const sent = new Map((await sendAll(readable)).map((outcome, index) => [readable[index]?.id, outcome]));
  return claimed.map(({ id }) => sent.get(id) ?? { ok: false, permanent: true, error: "It cannot be read any more: the portal's secret has changed since." });
}

async function outgoingOf({ id, to_address, sealed }: Claimed): Promise<Outgoing | null> {
  const message = await readLetter(sealed);
  return message && { id, to: to_address, subject: message.subject, text: message.text, html: message.html };
}

async function settle(tx: SystemTx, claim: string, claimed: readonly Claimed[], outcomes: readonly Sent[]): Promise<void> {
  const results = claimed.map(({ id, attempts }, index) => ({ id, ...resultOf(attempts, outcomes[index]) }));
  for (const { id, state, error } of results) if (error) log.warn("mail.not-sent", { messageId: id, state, error });
  // In one statement, and only what this claim still holds: put back in line meanwhile, it is somebody else's.
  await tx.$executeRaw`
    UPDATE mail_message m SET
      state = r.state::mail_state, last_error = r.error, claimed_by = NULL, claimed_until = NULL,
      sealed = CASE WHEN r.state = 'sent' THEN NULL ELSE m.sealed END,
      sent_at = CASE WHEN r.state = 'sent' THEN now() END,
      next_attempt_at = now() + interval '1 minute' * power(2, m.attempts - 1)
    FROM jsonb_to_recordset(${JSON.stringify(results)}::jsonb) AS r (id uuid, state text, error text)
    WHERE m.id = r.id AND m.claimed_by = ${claim}::uuid AND m.state = 'waiting'`;
}

function resultOf(attempts: number, outcome: Sent | undefined): { state: "sent" | "waiting" | "failed"; error: string | null } {
  if (!outcome) return { state: "waiting", error: "It was not tried." };
  if (outcome.ok) return { state: "sent", error: null };
  return { state: outcome.permanent || attempts >= MOST_ATTEMPTS ? "failed" : "waiting", error: outcome.error };
}
