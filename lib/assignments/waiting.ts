import "server-only";
import type { Caller } from "@/lib/audit/event";
import { targetAcross } from "@/lib/authz/decide";
import { inScope } from "@/lib/db/scope";
import { countWaiting } from "./queries";

/** How many requests wait for this person, whom the shell has found to be one of those who decide them. */
export const waitingFor = (caller: Caller): Promise<number> =>
  inScope(caller, "page:admin", (tx) =>
    countWaiting(tx, caller.principal, targetAcross(caller.principal, caller.principal.global ? "every-entity" : "own-entity")),
  );
