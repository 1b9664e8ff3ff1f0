import "server-only";
import type { Target } from "@/lib/platform/authz/decide";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";

/** Whose business a message is; null where this person cannot see it. */
export async function entityOfMail(tx: ScopedTx, id: string): Promise<Target | null> {
  const mail = await tx.mailMessage.findUnique({ where: { id }, select: { entityId: true, toAddress: true } });
  return mail && { entityId: mail.entityId, subject: { type: "mail", id, label: mail.toAddress, entityId: mail.entityId } };
}
