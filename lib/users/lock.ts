import "server-only";
import type { Grant } from "@/lib/authz/grant";
import type { ScopedTx } from "@/lib/db/scope";
import type { User } from "@/lib/db/types";
import { AppError } from "@/lib/errors";

type ChangeUsers = Grant<"Users.Manage"> | Grant<"Users.Promote">;

/**
 * A person whom the grant reaches, locked until the transaction ends, so that two changes of one person take turns; and the
 * database's time of the change. Throws NOT_AUTHORISED where there is nobody.
 */
export async function lockedUser(tx: ScopedTx, { target }: ChangeUsers, id: string): Promise<{ readonly user: User; readonly at: Date }> {
  const [row] = await tx.$queryRaw<{ at: Date }[]>`SELECT now() AS at FROM portal_user WHERE id = ${id}::uuid FOR UPDATE`;
  const user = await tx.user.findFirst({ where: { AND: [{ id }, ...("entityId" in target ? [{ entityId: target.entityId }] : [])] } });
  if (!row || !user) throw new AppError("NOT_AUTHORISED", "There is no such person. Go back to the list and choose one.");
  return { user, at: row.at };
}

/** Whose entity decides about a change of theirs; null for somebody who is not visible. */
export async function entityOfUser(tx: ScopedTx, id: string): Promise<{ readonly entityId: string } | null> {
  return tx.user.findUnique({ where: { id }, select: { entityId: true } });
}
