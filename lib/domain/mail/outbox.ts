import "server-only";
import { uuidv7 } from "uuidv7";
import { callerOf } from "@/lib/platform/audit/journal";
import { insertMany } from "@/lib/platform/db/insert-many";
import type { ScopedTx, SystemTx } from "@/lib/platform/db/scoped-tx";
import { LIMITS } from "@/lib/platform/throttle/limits";
import { mailboxOf } from "@/lib/platform/throttle/mailbox";
import { assertWithinLimits } from "@/lib/platform/throttle/throttle";
import { seal } from "./seal";
import { type Letter, subjectOf } from "./templates";

/** The recipient, and the entity it concerns: people of that entity who may send invitations see that it waits or failed. */
export type Envelope = { readonly to: string; readonly entityId: string; readonly invitationId?: string };

/**
 * Queues messages in the caller's transaction; a worker sends them after the commit, or they stay where the portal shows them. However
 * it is brought about, nobody can have the portal write to one mailbox without end: TOO_MANY.
 */
export async function queueMail(tx: ScopedTx | SystemTx, mail: readonly (Envelope & Letter)[]): Promise<void> {
  const principal = callerOf(tx)?.principal;
  const sender = principal?.kind === "user" ? principal.userId : principal?.clientId;
  if (sender && mail.length > 0)
    await assertWithinLimits(
      tx,
      mail.map(({ to }) => ({ limit: LIMITS.lettersByPerson, subject: `${sender} ${mailboxOf(to)}`, towards: mailboxOf(to) })),
    );
  const data = await Promise.all(
    mail.map(async (one) => ({
      id: uuidv7(),
      entityId: one.entityId,
      invitationId: one.invitationId ?? null,
      template: one.template,
      toAddress: one.to,
      subject: subjectOf(one),
      sealed: await seal({ template: one.template, params: one.params }),
    })),
  );
  await insertMany(tx, "mail_message", data);
}

/** Takes back what waits to be sent about an invitation, whose link has ended. */
export async function withdrawMail(tx: ScopedTx, invitationId: string, why: string): Promise<void> {
  await tx.mailMessage.updateMany({
    where: { invitationId, state: { in: ["waiting", "failed"] } },
    data: { state: "withdrawn", sealed: null, lastError: why },
  });
}
