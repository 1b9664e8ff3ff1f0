import "server-only";
import type { Caller } from "@/lib/audit/event";
import { grantIf } from "@/lib/authz/authorize";
import { inScope } from "@/lib/db/scope";
import { countForDecision } from "./proposals";

/** How many proposals of others wait for this person, whom the shell has found to be one of those who decide them. */
export const proposalsWaitingFor = (caller: Caller): Promise<number | null> =>
  inScope(caller, "page:admin", async (tx) => {
    const grant = grantIf(tx, "Market.Config.View", { entityId: caller.principal.entity.id });
    return grant && countForDecision(tx, grant);
  });
