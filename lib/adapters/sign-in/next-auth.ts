import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { cookies } from "next/headers";
import { NextRequest, NextResponse } from "next/server";
import NextAuth, { type AuthOptions } from "next-auth";
import AzureADProvider from "next-auth/providers/azure-ad";
import { type BaseClient, type CallbackParamsType, custom, type OpenIDCallbackChecks } from "openid-client";
import { z } from "zod";
import { directorySettings } from "@/lib/adapters/entra/settings";
import type { RequestInfo } from "@/lib/platform/audit/event";
import { asAppError } from "@/lib/platform/db/failures";
import { env, sessionSecret } from "@/lib/platform/env";
import { codeOf } from "@/lib/platform/errors";
import { localPath } from "@/lib/platform/local-path";
import { log } from "@/lib/platform/log";
import { cookieNames, cookieOptions } from "@/lib/platform/sessions/cookies";
import { readToken, type SessionToken, writeToken } from "@/lib/platform/sessions/token";
import { LIMITS } from "@/lib/platform/throttle/limits";
import { isBeyond } from "./attempts";
import { begunWith } from "./begun";
import { refusalBehind, refusalOf } from "./directory-problem";
import { type Identity, readIdentity } from "./entra-claims";
import { postedForm } from "./posted-form";
import type { Refusal } from "./refusal";
import { isSameOrigin, isUnderOtherName, requestInfo } from "./request";
import { fromReturnCookie, toReturnCookie } from "./return-to";
import { refuse, signIn } from "./sign-in";
import { toRefusal } from "./to-refusal";

/** Only two of next-auth's steps: start at the directory, and handle its callback. */

const PROVIDER = "azure-ad";
/** Reviews the invitation that this browser holds. */
const REVIEW = "/accept-invitation/review";
const TEN_MINUTES = 10 * 60;
/** Allowed clock skew in seconds, as in Microsoft's own libraries. */
const CLOCK_TOLERANCE = 5 * 60;

/**
 * Redirects the browser to the directory; a POST from the portal's own page. `returnTo` is a portal path, `account` is "other" to
 * choose an account other than the remembered one, and `loginHint` is the expected account.
 */
export async function beginSignIn(request: NextRequest): Promise<Response> {
  if (!isSameOrigin(request.headers)) return toRefusal({ code: isUnderOtherName(request.headers) ? "OTHER_ADDRESS" : "SIGN_IN_FAILED" });
  const info = requestInfo(request.headers, null);
  const refusal = await isBeyond(LIMITS.signInsFromAddress, info);
  if (refusal) return toRefusal(refusal);
  const form = await postedForm(request);
  if (form instanceof Response) return form;
  const csrfToken = randomBytes(32).toString("hex");
  const jar = await cookies();
  jar.set(cookieNames.csrf(), `${csrfToken}|${createHash("sha256").update(`${csrfToken}${sessionSecret()}`).digest("hex")}`, cookieOptions());
  jar.set(cookieNames.returnTo(), toReturnCookie(localPath(form.get("returnTo"))), { ...cookieOptions(), maxAge: TEN_MINUTES });
  const address = new URL(`/api/auth/signin/${PROVIDER}`, env().APP_URL);
  // next-auth forwards the query to the directory.
  if (form.get("account") === "other") address.searchParams.set("prompt", "select_account");
  const hint = z.email().max(254).safeParse(form.get("loginHint"));
  if (hint.success) address.searchParams.set("login_hint", hint.data);
  const inner = new NextRequest(address, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken }).toString(),
  });
  return run(inner, ["signin", PROVIDER], info, sessionSecret());
}

/**
 * Handles the directory's callback, verified by next-auth against state, PKCE verifier, nonce, issuer, audience and key. A callback
 * for a sign-in not started here shows an explanation and is not audited.
 */
export async function finishSignIn(request: NextRequest): Promise<Response> {
  const info = requestInfo(request.headers, null);
  const secret = await begunWith(request);
  if (secret === null) {
    log.warn("sign-in.not-begun", { requestId: info.requestId });
    return toRefusal({ code: "SIGN_IN_FAILED" });
  }
  return run(request, ["callback", PROVIDER], info, secret);
}

async function run(request: NextRequest, steps: [action: string, provider: string], info: RequestInfo, secret: string): Promise<Response> {
  const attempt: Attempt = { info };
  const response: Response = await NextAuth(request, { params: Promise.resolve({ nextauth: steps }) }, options(attempt, secret));
  const location = response.headers.get("location");
  if (!attempt.problem && location && !/\/api\/auth\/(error|signin)/.test(new URL(location, env().APP_URL).pathname))
    return attempt.token ? leadBack(request, response, attempt) : response;
  const refusal = attempt.refusal ?? problemOf(attempt);
  if (!refusal) return NextResponse.redirect(new URL("/sign-in?ended=cancelled", env().APP_URL), 303);
  if (!attempt.refusal) {
    log.warn("sign-in.failed", { code: refusal.code, message: attempt.problem?.message });
    const record = steps[0] === "callback" ? refuse(refusal, attempt.identity ?? null, info) : Promise.resolve();
    await record.catch((error: unknown) => log.error("sign-in.not-recorded", error));
  }
  return toRefusal(refusal);
}

/** Redirects to where sign-in started, or to the invitation it left open. */
async function leadBack(request: NextRequest, response: Response, { leftInvitationOpen }: Attempt): Promise<Response> {
  const path = leftInvitationOpen ? REVIEW : fromReturnCookie(request.cookies.get(cookieNames.returnTo())?.value);
  (await cookies()).delete(cookieNames.returnTo());
  response.headers.set("location", new URL(path, env().APP_URL).href);
  return response;
}

/** Results of one pass through next-auth besides its response. A refusal is already audited; a problem is not. */
type Attempt = {
  info: RequestInfo;
  token?: SessionToken;
  leftInvitationOpen?: boolean;
  identity?: Identity;
  refusal?: Refusal;
  problem?: Error;
  description?: string;
};

/** The problem; null when the person cancelled at the directory. Source: RFC 6749, section 4.1.2.1. */
function problemOf({ problem, description = "" }: Attempt): Refusal | null {
  if (!problem) return { code: "SIGN_IN_FAILED" };
  const said = refusalOf({ error: problem.message, description }) ?? refusalBehind(problem);
  if (said) return said;
  if (problem.message === "access_denied") return null;
  if (/JWT (not active yet|expired)/.test(problem.message)) return { code: "CLOCKS_DIFFER" };
  if (isNetwork(problem)) return { code: "DIRECTORY_UNREACHABLE" };
  return { code: codeOf(asAppError(problem)) === "UNEXPECTED" ? "SIGN_IN_FAILED" : "PORTAL_UNAVAILABLE" };
}

const isNetwork = (error: Error): boolean =>
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNRESET|timed out|expected 200 OK/.test(`${error.message} ${"code" in error ? String(error.code) : ""}`);

function options(attempt: Attempt, secret: string): AuthOptions {
  const { SESSION_ABSOLUTE_HOURS } = env();
  const directory = directorySettings();
  const lifetime = SESSION_ABSOLUTE_HOURS * 60 * 60;
  const short = { options: { ...cookieOptions(), maxAge: TEN_MINUTES } };
  return {
    secret,
    session: { strategy: "jwt", maxAge: lifetime },
    jwt: {
      // Encodes only the jwt callback's result, without next-auth's own claims.
      encode: async () => (attempt.token ? writeToken(attempt.token, lifetime) : ""),
    },
    cookies: {
      sessionToken: { name: cookieNames.session(), options: cookieOptions() },
      csrfToken: { name: cookieNames.csrf(), options: cookieOptions() },
      callbackUrl: { name: cookieNames.callback(), options: cookieOptions() },
      state: { name: cookieNames.state(), ...short },
      pkceCodeVerifier: { name: cookieNames.pkce(), ...short },
      nonce: { name: cookieNames.nonce(), ...short },
    },
    providers: [
      {
        ...AzureADProvider({ clientId: directory.clientId, clientSecret: directory.clientSecret, tenantId: directory.tenantId }),
        idToken: true,
        // Replaces the defaults: state only, any tenant, and a Graph photo at each sign-in.
        checks: ["pkce", "state", "nonce"],
        wellKnown: directory.wellKnown,
        issuer: directory.issuer,
        profile: (claims: { oid?: string; sub: string }) => ({ id: claims.oid ?? claims.sub }),
        httpOptions: { timeout: 5_000 },
        // As next-auth does it, except for its ten seconds of clock skew.
        token: { request: ({ client, params, checks, provider }) => exchange(client, provider.callbackUrl, params, checks) },
      },
    ],
    callbacks: {
      signIn: ({ profile }) => admit(attempt, profile),
      redirect: () => new URL("/", env().APP_URL).href,
    },
    logger: {
      error: (code, detail) => {
        if (!(detail instanceof Error) && typeof detail.error_description === "string") attempt.description ??= detail.error_description;
        attempt.problem ??= detail instanceof Error ? detail : detail.error instanceof Error ? detail.error : new Error(code);
      },
      warn: () => {},
      debug: () => {},
    },
  };
}

async function exchange(client: BaseClient, callbackUrl: string, params: CallbackParamsType, checks: OpenIDCallbackChecks) {
  client[custom.clock_tolerance] = CLOCK_TOLERANCE;
  return { tokens: await client.callback(callbackUrl, params, checks) };
}

/** Signs in with a verified ID token. Any outcome other than a session redirects to an explanation. */
async function admit(attempt: Attempt, claims: unknown): Promise<boolean> {
  const jar = await cookies();
  try {
    const held = await readToken(jar.get(cookieNames.session())?.value);
    const outcome = await signIn(claims, attempt.info, { invitation: jar.get(cookieNames.invitation())?.value, sessionId: held?.sid });
    if ("code" in outcome) {
      attempt.refusal = outcome;
      return false;
    }
    const { leftInvitationOpen, ...token } = outcome;
    attempt.token = token;
    attempt.leftInvitationOpen = leftInvitationOpen;
    // Keep an invitation that was not for them: the review page explains it.
    if (!leftInvitationOpen) jar.delete(cookieNames.invitation());
    return true;
  } catch (error) {
    if (codeOf(asAppError(error)) === "UNEXPECTED") log.error("sign-in.unexpected", error);
    attempt.problem = error instanceof Error ? error : new Error(String(error));
    const identity = readIdentity(claims, directorySettings());
    if (typeof identity !== "string") attempt.identity = identity;
    return false;
  }
}
