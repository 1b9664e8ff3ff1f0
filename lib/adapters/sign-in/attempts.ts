import "server-only";
import type { RequestInfo } from "@/lib/platform/audit/event";
import { log } from "@/lib/platform/log";
import type { Limit } from "@/lib/platform/throttle/limits";
import { networkOf } from "@/lib/platform/throttle/network";
import { countUses, exceededOf } from "@/lib/platform/throttle/throttle";
import { inAnonymousScope } from "@/lib/platform/unit-of-work/scope";
import type { Refusal } from "./refusal";

/** Counts an anonymous attempt against its network's limit. Returns the refusal, or null. */
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
