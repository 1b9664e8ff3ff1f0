import "server-only";
import { headers } from "next/headers";
import { cache } from "react";
import { uuidv7 } from "uuidv7";
import type { RequestInfo } from "@/lib/platform/audit/event";
import { env } from "@/lib/platform/env";
import { currentRequestId } from "@/lib/platform/request-context";

/**
 * A request's source. The address is found by counting trusted proxies from the right, as entries further left can be forged.
 * Without a proxy the portal listens only on this machine.
 */
export function requestInfo(from: Headers, sessionId: string | null): RequestInfo {
  const hops = (from.get("x-forwarded-for") ?? "")
    .split(",")
    .map((hop) => hop.trim())
    .filter(Boolean);
  const trusted = env().TRUSTED_PROXY_HOPS;
  const address = trusted === 0 ? "127.0.0.1" : (hops.at(-trusted) ?? null);
  return {
    requestId: currentRequestId() ?? uuidv7(),
    sessionId,
    sourceAddress: address?.slice(0, 64) ?? null,
    userAgent: from.get("user-agent")?.slice(0, 300) ?? null,
  };
}

/** This request's headers, and one id for everything recorded under it. */
export const requestHeaders = cache(async (): Promise<Headers> => headers());

/**
 * Whether a state-changing request comes from the portal's own pages. Compares with the configured address, because the caller
 * controls Host and X-Forwarded-Host. A request without an origin is refused.
 */
export function isSameOrigin(from: Headers): boolean {
  const origin = from.get("origin");
  if (origin !== null) return origin === new URL(env().APP_URL).origin;
  return from.get("sec-fetch-site") === "same-origin";
}

/** Whether a page of this portal sent the request under another local name, such as 127.0.0.1 instead of localhost. */
export function isUnderOtherName(from: Headers): boolean {
  const origin = from.get("origin");
  return origin !== null && URL.canParse(origin) && new URL(origin).host === from.get("host");
}
