import "server-only";
import { uuidv7 } from "uuidv7";
import type { RequestInfo } from "@/lib/audit/event";
import { insertEvents } from "@/lib/audit/insert";
import { recordSignIn, type SignInActor, type SignInEvent, signInRow } from "@/lib/audit/sign-in";
import { inSystem, type SystemTx } from "@/lib/db/scope";
import type { Job } from "@/lib/jobs/job";
import { networkOf } from "@/lib/throttle/network";

/** This many refusals a minute and network are recorded one by one; beyond, they are counted, and recorded as one row once the minute is over. */
const SINGLY = 5;

const NOBODY: SignInActor = { userId: null, oid: null, name: null, login: null, entityId: null, role: null };

/**
 * Puts a refused sign-in of somebody unknown on the record, or counts it: a stranger must not be able to fill what is kept for ever.
 */
export async function recordStranger(tx: SystemTx, request: RequestInfo, event: SignInEvent): Promise<void> {
  const network = networkOf(request.sourceAddress);
  await flush(tx, network);
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    INSERT INTO refused_sign_in AS r (network, count, ends_at) VALUES (${network}, 1, now() + interval '1 minute')
    ON CONFLICT (network) DO UPDATE SET count = least(r.count, 1000000000) + 1
    RETURNING count`;
  if ((row?.count ?? 1) <= SINGLY) await recordSignIn(tx, NOBODY, request, [event]);
}

/** Records what was counted in minutes that are over, of one network or of all, and forgets it. */
async function flush(tx: SystemTx, network: string | null): Promise<void> {
  const over = await tx.$queryRaw<{ network: string; count: number }[]>`
    DELETE FROM refused_sign_in WHERE ends_at <= now() AND (${network}::text IS NULL OR network = ${network}) RETURNING network, count`;
  const counted = over.filter(({ count }) => count > SINGLY);
  if (counted.length === 0) return;
  await insertEvents(
    tx,
    counted.map(({ network: from, count }) =>
      signInRow(
        NOBODY,
        { requestId: uuidv7(), sessionId: null, sourceAddress: from, userAgent: null },
        {
          kind: "sign_in",
          action: "session.refused_repeatedly",
          outcome: "deny",
          reasonCode: "TOO_MANY",
          changes: { refusals: { from: null, to: count - SINGLY } },
          reason: `${count - SINGLY} more refused sign-ins from here within a minute.`,
        },
      ),
    ),
  );
}

export const recordCountedRefusals: Job = { name: "refused-sign-ins", every: 30_000, run: () => inSystem((tx) => flush(tx, null)) };
