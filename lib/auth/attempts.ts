import "server-only";
import type { RequestInfo } from "@/lib/audit/event";
import { inAnonymousScope } from "@/lib/db/scope";
import { log } from "@/lib/log";
import type { Limit } from "@/lib/throttle/limits";
import { networkOf } from "@/lib/throttle/network";
import { countUses, exceededOf } from "@/lib/throttle/throttle";
import type { Refusal } from "./refusal";

/** Counts what somebody unknown does against a limit of their network. Returns why it goes no further, or null. */
export async function isBeyond(limit: Limit, { sourceAddress, requestId }: RequestInfo): Promise<Refusal | null> {
  try {
    const exceeded = exceededOf(await inAnonymousScope((tx) => countUses(tx, [{ limit, subject: networkOf(sourceAddress) }])));
    if (!exceeded) return null;
    log.warn("sign-in.too-many", { limit: limit.name, sourceAddress, requestId });
    return { code: "TOO_MANY_ATTEMPTS" };
  } catch (error) {
    log.error("sign-in.not-counted", error);
    return { code: "PORTAL_UNAVAILABLE" };
  }
}
