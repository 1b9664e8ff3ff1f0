import "server-only";
import type { Caller } from "@/lib/platform/audit/event";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { countWaiting } from "./requests";

/** The number of requests that await this person, who may decide them according to the shell. */
export const waitingFor = (caller: Caller): Promise<number> =>
  inScope(caller, "shell:waiting", (tx) =>
    countWaiting(tx, caller.principal, { where: caller.principal.global ? [] : [{ entityId: caller.principal.entity.id }] }),
  );
