import "server-only";
import { record } from "@/lib/platform/audit/record";
import type { Grant } from "@/lib/platform/authz/grant";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import { AppError } from "@/lib/platform/errors";
import { LIMITS } from "@/lib/platform/throttle/limits";
import { assertWithinLimits } from "@/lib/platform/throttle/throttle";
import { refuse } from "@/lib/platform/unit-of-work/refuse";
import { mailRequeued } from "./audit-events";
import { assertMailLimit } from "./mail-limit";
import type { Requeue } from "./schema";

/** Puts a message that failed or waits back in line, as if it had never been tried. What was sent or withdrawn is not kept to send again. */
export async function requeueMail(tx: ScopedTx, grant: Grant<"Invitations.Send">, { id }: Requeue): Promise<void> {
  await tx.$queryRaw`SELECT id FROM mail_message WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  const before = await tx.mailMessage.findUnique({ where: { id } });
  if (!before) return refuse(grant, { code: "NOT_AUTHORISED", message: "There is no such message. Go back to the outbox and choose one." });
  if (before.sealed === null || before.state === "sent" || before.state === "withdrawn")
    throw new AppError("ILLEGAL_TRANSITION", `This message is ${before.state} and what it said is not kept. Send the invitation again instead.`);
  await assertWithinLimits(tx, [{ limit: LIMITS.lettersResentByPerson, subject: grant.principal.userId }]);
  await assertMailLimit(tx, grant.principal, [before.toAddress]);
  const after = await tx.mailMessage.update({
    where: { id },
    data: { state: "waiting", attempts: 0, nextAttemptAt: await databaseTime(tx), lastError: null },
  });
  record(tx, grant, mailRequeued(before, after));
}
