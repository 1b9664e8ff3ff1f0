import "server-only";
import type { Caller } from "@/lib/platform/audit/event";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { countWaiting } from "./queries";

/** How many requests wait for this person, whom the shell has found to be one of those who decide them. */
export const waitingFor = (caller: Caller): Promise<number> =>
  inScope(caller, "page:admin", (tx) =>
    countWaiting(tx, caller.principal, { where: caller.principal.global ? [] : [{ entityId: caller.principal.entity.id }] }),
  );
