import { type NextRequest, NextResponse } from "next/server";
import { directorySettings } from "@/lib/directory/settings";
import { isDevelopment } from "@/lib/env";

/** Headers for documents. Never a gate: with this file gone, every page and action still refuses as before. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = crypto.randomUUID();
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  // For coming back to the same page after signing in.
  headers.set("x-portal-path", `${request.nextUrl.pathname}${request.nextUrl.search}`);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    // Signing in is a form post that the directory answers.
    `form-action 'self' ${new URL(directorySettings().issuer).origin}`,
    "frame-ancestors 'none'",
  ].join("; ");
}

export const config = { matcher: "/((?!_next/static/).*)" };
