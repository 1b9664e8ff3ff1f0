import { type NextRequest, NextResponse } from "next/server";
import { directorySettings } from "@/lib/adapters/entra/settings";
import { notAForm } from "@/lib/adapters/sign-in/posted-form";
import { MOST_PARTS, partsIn } from "@/lib/adapters/web/body-parts";
import { isListUpload } from "@/lib/adapters/web/request-limits.mjs";
import { env, isDevelopment } from "@/lib/platform/env";
import { cookieNames } from "@/lib/platform/sessions/cookies";
import { readToken } from "@/lib/platform/sessions/token";

/**
 * Headers for documents, and limits that need no database. Never a gate: with this file gone, every page and action still refuses as
 * before.
 */
export async function proxy(request: NextRequest): Promise<Response> {
  const refusal = await refusalOfBody(request);
  if (refusal) return refusal;
  const nonce = crypto.randomUUID();
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  // For coming back to the same page after signing in.
  headers.set("x-portal-path", `${request.nextUrl.pathname}${request.nextUrl.search}`);
  leaveOriginToTheSeam(headers);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

/** Beside what the front door limits by length: the number of parts, a list from somebody who is not signed in, and half a form. */
async function refusalOfBody(request: NextRequest): Promise<Response | null> {
  if (request.method === "GET" || request.method === "HEAD" || !request.body) return null;
  const body = new Uint8Array(await request.arrayBuffer());
  if (await isTooLarge(body, request)) return new NextResponse("Content Too Large\n", { status: 413 });
  return (await isReadable(body, request.headers)) ? null : notAForm();
}

async function isTooLarge(body: Uint8Array, request: NextRequest): Promise<boolean> {
  if (partsIn(body, request.headers.get("content-type") ?? "") > MOST_PARTS) return true;
  return isListUpload(body.byteLength) && (await readToken(request.cookies.get(cookieNames.session())?.value)) === null;
}

/** Next reads a form that a page without scripts has sent before anything of the portal's runs, and answers 500 to half a one. */
async function isReadable(body: Uint8Array<ArrayBuffer>, headers: Headers): Promise<boolean> {
  const type = headers.get("content-type") ?? "";
  if (headers.has("next-action") || !/multipart\//i.test(type)) return true;
  return new Response(body, { headers: { "content-type": type } }).formData().then(
    () => true,
    () => false,
  );
}

/**
 * Next compares a form's Origin with the Host, which a proxy in front may have replaced, and answers 500 without a record. The seam
 * compares it with APP_URL and records what it refuses; so Next's own comparison is made to agree, whatever the Origin is.
 */
function leaveOriginToTheSeam(headers: Headers): void {
  const origin = headers.get("origin");
  if (origin === null) return;
  const host = URL.canParse(origin) ? new URL(origin).host : "";
  if (host === "") headers.set("origin", "null");
  headers.set("x-forwarded-host", host || "null");
}

function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    // Signing in is a form post that the directory answers, or the portal's own address where the page was opened under another name.
    `form-action 'self' ${new URL(env().APP_URL).origin} ${new URL(directorySettings().issuer).origin}`,
    "frame-ancestors 'none'",
  ].join("; ");
}

export const config = { matcher: "/((?!_next/static/).*)" };
