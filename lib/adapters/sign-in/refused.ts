import "server-only";
import { uuidv7 } from "uuidv7";
import type { RequestInfo } from "@/lib/platform/audit/event";
import { insertEvents } from "@/lib/platform/audit/insert";
import { recordSignIn, type SignInActor, type SignInEvent, signInRow } from "@/lib/platform/audit/sign-in";
import type { SystemTx } from "@/lib/platform/db/scoped-tx";
import type { Job } from "@/lib/platform/jobs/job";
import { networkOf } from "@/lib/platform/throttle/network";
import { inSystem } from "@/lib/platform/unit-of-work/scope";

/** Up to `singly` refusals within `minutes` get a row each. Further ones are counted and recorded as one row when the period ends. */
const BOUNDS = {
  account: { singly: 5, minutes: 10, more: "of this account within ten minutes" },
  network: { singly: 5, minutes: 1, more: "from here within a minute" },
  /** Limits all networks together: a single IPv6 site has 65,536 of them. */
  strangers: { singly: 60, minutes: 1, more: "of strangers within a minute, from whatever networks" },
} as const;

type Counted = { readonly kind: keyof typeof BOUNDS; readonly subject: string; readonly actor: SignInActor | null };

const NOBODY: SignInActor = { userId: null, oid: null, name: null, login: null, entityId: null, role: null };

/**
 * Audits or counts a refused sign-in, so that callers without a session cannot flood the append-only record. `account` is the
 * account the directory vouched for.
 */
export async function recordRefused(
  tx: SystemTx,
  account: { readonly tid: string; readonly actor: SignInActor } | null,
  request: RequestInfo,
  event: SignInEvent,
): Promise<void> {
  const bounds: readonly Counted[] = account
    ? [{ kind: "account", subject: `${account.tid} ${account.actor.oid}`, actor: account.actor }]
    : [
        { kind: "strangers", subject: "", actor: null },
        { kind: "network", subject: networkOf(request.sourceAddress), actor: null },
      ];
  for (const bound of bounds) if (!(await isRecordedSingly(tx, bound))) return;
  await recordSignIn(tx, account?.actor ?? NOBODY, request, [event]);
}

async function isRecordedSingly(tx: SystemTx, { kind, subject, actor }: Counted): Promise<boolean> {
  const { singly, minutes } = BOUNDS[kind];
  await flush(tx, { kind, subject });
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    INSERT INTO refused_sign_in AS r (kind, subject, actor, count, ends_at)
    VALUES (${kind}, ${subject}, ${actor && JSON.stringify(actor)}::jsonb, 1, now() + make_interval(mins => ${minutes}::int))
    ON CONFLICT (kind, subject) DO UPDATE SET count = least(r.count, 1000000000) + 1
    RETURNING count`;
  return (row?.count ?? 1) <= singly;
}

/** Records and clears the counts of ended periods, for one subject or all. */
async function flush(tx: SystemTx, of: Pick<Counted, "kind" | "subject"> | null): Promise<void> {
  const over = await tx.$queryRaw<(Counted & { count: number })[]>`
    DELETE FROM refused_sign_in
    WHERE ends_at <= now() AND (${of === null} OR (kind = ${of?.kind ?? ""} AND subject = ${of?.subject ?? ""})) RETURNING kind, subject, actor, count`;
  const counted = over.map((row) => ({ ...row, beyond: row.count - BOUNDS[row.kind].singly })).filter(({ beyond }) => beyond > 0);
  await insertEvents(
    tx,
    counted.map(({ kind, subject, actor, beyond }) =>
      signInRow(
        actor ?? NOBODY,
        { requestId: uuidv7(), sessionId: null, sourceAddress: kind === "network" ? subject : null, userAgent: null },
        {
          kind: "sign_in",
          action: "session.refused_repeatedly",
          outcome: "deny",
          reasonCode: "TOO_MANY",
          changes: { refusals: { from: null, to: beyond } },
          reason: `${beyond} more refused sign-ins ${BOUNDS[kind].more}.`,
        },
      ),
    ),
  );
}

export const recordCountedRefusals: Job = { name: "refused-sign-ins", every: 30_000, run: () => inSystem((tx) => flush(tx, null)) };
