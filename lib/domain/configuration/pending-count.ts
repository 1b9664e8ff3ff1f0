import "server-only";
import type { Caller } from "@/lib/platform/audit/event";
import { grantIf } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { countForDecision } from "./proposals";

/** The number of other people's proposals that await this person, who may decide them according to the shell. */
export const proposalsWaitingFor = (caller: Caller): Promise<number | null> =>
  inScope(caller, "shell:waiting", async (tx) => {
    const grant = grantIf(tx, "Market.Config.View", { entityId: caller.principal.entity.id });
    return grant && countForDecision(tx, grant);
  });
