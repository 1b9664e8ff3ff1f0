import "server-only";
import { randomUUID } from "node:crypto";
import { readLetter } from "@/lib/domain/mail";
import { mailServer, UNREADABLE } from "@/lib/domain/mail/model";
import type { SystemTx } from "@/lib/platform/db/scoped-tx";
import { isDraining } from "@/lib/platform/jobs/draining";
import type { Job } from "@/lib/platform/jobs/job";
import { log } from "@/lib/platform/log";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { CONNECTIONS, openPost, type Post, type Sent } from "./send";

/** Back off by 1, 2, 4, … minutes: eleven attempts over 17 hours, then the message fails. */
export const MOST_ATTEMPTS = 11;

type Claimed = { id: string; to_address: string; sealed: string; attempts: number; ended: boolean };
type Outcome = Sent | "unreadable";

/** Sends queued mail in every process. Each message is claimed under a lease, sent outside any transaction, and settled under that claim. */
export const mailJob: Job = { name: "mail", every: 2_000, run: deliverMail };

/**
 * One round. Each message is claimed, sent and settled separately, so after a crash only those awaiting an answer are sent again. A
 * stopping process claims no more.
 */
export async function deliverMail(): Promise<void> {
  const server = mailServer();
  if (!server) return;
  await inSystem(withdrawEnded);
  const claim = randomUUID();
  const post = openPost(server);
  try {
    const unreadable = await Promise.all(Array.from({ length: CONNECTIONS }, () => deliverInTurn(claim, post)));
    const count = unreadable.reduce((sum, one) => sum + one, 0);
    if (count > 0) log.error("mail.unreadable", new Error(UNREADABLE), { messages: count });
  } finally {
    post.close();
  }
}

/** Delivers messages one by one until none is due. Returns how many could not be decrypted. */
async function deliverInTurn(claim: string, post: Post): Promise<number> {
  let unreadable = 0;
  while (!isDraining()) {
    const [message] = await inSystem((tx) => claimNext(tx, claim));
    if (!message) break;
    if (message.ended) {
      await inSystem((tx) => withdraw(tx, message.id));
      continue;
    }
    const outcome = await deliver(message, post);
    if (outcome === "unreadable") unreadable++;
    await inSystem((tx) => settle(tx, claim, message, outcome));
  }
  return unreadable;
}

const ENDED = "Its link ended before it was sent.";

/** Withdraws messages whose link has expired or been revoked. */
const withdrawEnded = (tx: SystemTx) => tx.$executeRaw`
  UPDATE mail_message m SET state = 'withdrawn', sealed = NULL, last_error = ${ENDED}
  FROM invitation i WHERE i.id = m.invitation_id AND m.state = 'waiting' AND (i.state <> 'pending' OR i.expires_at <= now())`;

const withdraw = (tx: SystemTx, id: string) => tx.$executeRaw`
  UPDATE mail_message SET state = 'withdrawn', sealed = NULL, last_error = ${ENDED}, claimed_by = NULL, claimed_until = NULL
  WHERE id = ${id}::uuid AND state = 'waiting'`;

const claimNext = (tx: SystemTx, claim: string) => tx.$queryRaw<Claimed[]>`
  UPDATE mail_message m SET claimed_by = ${claim}::uuid, claimed_until = now() + interval '5 minutes', attempts = attempts + 1
  WHERE id = (
    SELECT id FROM mail_message
    WHERE state = 'waiting' AND sealed IS NOT NULL AND next_attempt_at <= now() AND (claimed_until IS NULL OR claimed_until < now())
    ORDER BY next_attempt_at LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED)
  RETURNING id, to_address, sealed, attempts,
    EXISTS (SELECT FROM invitation i WHERE i.id = m.invitation_id AND (i.state <> 'pending' OR i.expires_at <= now())) AS ended`;

async function deliver({ id, to_address, sealed }: Claimed, post: Post): Promise<Outcome> {
  const message = await readLetter(sealed);
  return message ? post.send({ id, to: to_address, subject: message.subject, text: message.text, html: message.html }) : "unreadable";
}

async function settle(tx: SystemTx, claim: string, { id, attempts }: Claimed, outcome: Outcome): Promise<void> {
  const { state, error } = resultOf(attempts, outcome);
  if (error && outcome !== "unreadable") log.warn("mail.not-sent", { messageId: id, state, error });
  // Settle only while the claim holds; a requeued message belongs to another claim. An unreadable one does not count as an attempt.
  await tx.$executeRaw`
    UPDATE mail_message m SET
      state = ${state}::mail_state, last_error = ${error}, claimed_by = NULL, claimed_until = NULL,
      sealed = CASE WHEN ${state} = 'sent' THEN NULL ELSE m.sealed END,
      sent_at = CASE WHEN ${state} = 'sent' THEN now() END,
      attempts = m.attempts - ${outcome === "unreadable" ? 1 : 0}::int,
      next_attempt_at = now() + interval '1 minute' * ${outcome === "unreadable" ? UNREADABLE_MINUTES : 2 ** (attempts - 1)}::int
    WHERE m.id = ${id}::uuid AND m.claimed_by = ${claim}::uuid AND m.state = 'waiting'`;
}

/** Retried at a short, fixed interval until an operator restores the secret. */
const UNREADABLE_MINUTES = 5;

function resultOf(attempts: number, outcome: Outcome): { state: "sent" | "waiting" | "failed"; error: string | null } {
  if (outcome === "unreadable") return { state: "waiting", error: UNREADABLE };
  if (outcome.ok) return { state: "sent", error: null };
  return { state: outcome.permanent || attempts >= MOST_ATTEMPTS ? "failed" : "waiting", error: outcome.error };
}
