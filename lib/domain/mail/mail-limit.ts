import "server-only";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { LIMITS } from "@/lib/platform/throttle/limits";
import { mailboxOf } from "@/lib/platform/throttle/mailbox";
import { assertWithinLimits } from "@/lib/platform/throttle/throttle";

/**
 * Counts letters that somebody sends to people of their choice, in the name of their own entity: no entity keeps another one from writing,
 * and several together do not flood a stranger. The first letter of an entity reaches everybody, and so does one from an operator with
 * Global. Throws TOO_MANY.
 */
export async function assertMailLimit(tx: ScopedTx, sender: Pick<UserPrincipal, "entity" | "global">, addresses: readonly string[]): Promise<void> {
  const letters = addresses.map(mailboxOf).map((towards) => ({ limit: LIMITS.lettersFromEntity, subject: `${sender.entity.id} ${towards}`, towards }));
  const counted = await assertWithinLimits(tx, letters);
  if (sender.global) return;
  const again = counted.filter(({ count }) => count > 1);
  await assertWithinLimits(
    tx,
    again.map(({ towards, times, count }) => ({ limit: LIMITS.lettersAgain, subject: towards, towards, times: Math.min(times, count - 1) })),
  );
}
