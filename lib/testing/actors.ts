import type { Caller } from "@/lib/platform/audit/event";
import { startSession } from "@/lib/platform/sessions/session";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import type { UserActor } from "@/lib/platform/unit-of-work/standing";

/** A stored person's request as it is let in: with a session of its own and their present authorization version. */
export const asActor = (caller: Caller): Promise<UserActor> =>
  inSystem(async (tx) => {
    const { id, authzVersion } = await tx.user.findUniqueOrThrow({ where: { id: caller.principal.userId } });
    const sessionId = await startSession(tx, id, caller.request);
    return { ...caller, request: { ...caller.request, sessionId }, authzVersion };
  });
