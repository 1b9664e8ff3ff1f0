import "server-only";
import { headers } from "next/headers";
import { cache } from "react";
import { uuidv7 } from "uuidv7";
import type { RequestInfo } from "@/lib/platform/audit/event";
import { env } from "@/lib/platform/env";
import { currentRequestId } from "@/lib/platform/request-context";

/**
 * Where a request came from. The address counts trusted proxies from the right, since what is further left can be made up; without
 * a proxy the portal listens on this machine alone.
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

/** This request's headers, and one identity for everything recorded under it. */
export const requestHeaders = cache(async (): Promise<Headers> => headers());

/**
 * Whether a request that would change something comes from the portal's own pages. Compared with the configured address,
 * since Host and X-Forwarded-Host are the caller's to choose. A request that says nothing of its origin is refused.
 */
export function isSameOrigin(from: Headers): boolean {
  const origin = from.get("origin");
  if (origin !== null) return origin === new URL(env().APP_URL).origin;
  return from.get("sec-fetch-site") === "same-origin";
}

/** Whether a page of this portal sent the request, opened under another name than the configured one: 127.0.0.1 in place of localhost. */
export function isUnderOtherName(from: Headers): boolean {
  const origin = from.get("origin");
  return origin !== null && URL.canParse(origin) && new URL(origin).host === from.get("host");
}
