import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { cookies } from "next/headers";
import { NextRequest, NextResponse } from "next/server";
import NextAuth, { type AuthOptions } from "next-auth";
import AzureADProvider from "next-auth/providers/azure-ad";
import type { RequestInfo } from "@/lib/audit/event";
import { asAppError } from "@/lib/db/failures";
import { directorySettings } from "@/lib/directory/settings";
import { env, sessionSecret } from "@/lib/env";
import { codeOf } from "@/lib/errors";
import { invitationCodeIn } from "@/lib/invitations/pasted";
import { log } from "@/lib/log";
import { cookieNames, cookieOptions } from "./cookies";
import { type Identity, readIdentity } from "./entra-claims";
import { localPath } from "./local-path";
import { type Refusal, refusalPath } from "./refusal";
import { isSameOrigin, requestInfo } from "./request";
import { refuse, signIn } from "./sign-in";
import { readToken, type SessionToken, unsealWithAny, writeToken } from "./token";

/** next-auth's two useful steps, and only these: begin at the directory, and come back from it. */

const PROVIDER = "azure-ad";
/** Says what the invitation that this browser holds is for. */
const REVIEW = "/accept-invitation/review";
const TEN_MINUTES = 10 * 60;
const HALF_AN_HOUR = 30 * 60;

/** Sends the browser to the directory. A POST from the portal's own page; `returnTo` is a path of the portal's. */
export async function beginSignIn(request: NextRequest): Promise<Response> {
  if (!isSameOrigin(request.headers)) return toPortal({ code: "SIGN_IN_FAILED" });
  const form = await request.clone().formData();
  const csrfToken = randomBytes(32).toString("hex");
  const jar = await cookies();
  jar.set(cookieNames.csrf(), `${csrfToken}|${createHash("sha256").update(`${csrfToken}${sessionSecret()}`).digest("hex")}`, cookieOptions());
  const inner = new NextRequest(new URL(`/api/auth/signin/${PROVIDER}`, env().APP_URL), {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, callbackUrl: new URL(localPath(form.get("returnTo")), env().APP_URL).href }).toString(),
  });
  return run(inner, ["signin", PROVIDER], requestInfo(request.headers, null), sessionSecret());
}

/** Keeps the code of an invitation in this browser, and leads to the page that says what it is for. Nothing is used up by that. */
export async function keepInvitation(request: NextRequest): Promise<Response> {
  if (!isSameOrigin(request.headers)) return toPortal({ code: "SIGN_IN_FAILED" });
  const code = invitationCodeIn((await request.formData()).get("token"));
  if (!code) return toPortal({ code: "INVITATION_NOT_USABLE" });
  (await cookies()).set(cookieNames.invitation(), code, { ...cookieOptions(), maxAge: HALF_AN_HOUR });
  return NextResponse.redirect(new URL(REVIEW, env().APP_URL), 303);
}

/** Takes the directory's answer, verified by next-auth against state, PKCE verifier, nonce, issuer, audience and key. */
export async function finishSignIn(request: NextRequest): Promise<Response> {
  // A sign-in that began before the secret was replaced ends with the one that it began with.
  const state = await unsealWithAny(request.cookies.get(cookieNames.state())?.value ?? "", cookieNames.state());
  return run(request, ["callback", PROVIDER], requestInfo(request.headers, null), state?.secret ?? sessionSecret());
}

async function run(request: NextRequest, steps: [action: string, provider: string], info: RequestInfo, secret: string): Promise<Response> {
  const attempt: Attempt = { info };
  const response: Response = await NextAuth(request, { params: Promise.resolve({ nextauth: steps }) }, options(attempt, secret));
  const location = response.headers.get("location");
  if (!attempt.problem && location && !/\/api\/auth\/(error|signin)/.test(new URL(location, env().APP_URL).pathname)) return response;
  const began = request.cookies.has(cookieNames.state());
  if (began && isCancelled(attempt.problem)) return NextResponse.redirect(new URL("/sign-in?ended=cancelled", env().APP_URL), 303);
  const refusal = attempt.refusal ?? problemOf(attempt.problem);
  if (!attempt.refusal) {
    log.warn("sign-in.failed", { code: refusal.code, message: attempt.problem?.message });
    // Without its own cookie this browser never began to sign in, and a stranger must not be able to fill the record.
    if (began) await refuse(refusal, attempt.identity ?? null, info).catch((error: unknown) => log.error("sign-in.not-recorded", error));
  }
  return toPortal(refusal);
}

const toPortal = (refusal: Refusal) => NextResponse.redirect(new URL(refusalPath(refusal), env().APP_URL), 303);

/** What one pass through next-auth leaves behind beside its response; a refusal is on the record already, a problem is not. */
type Attempt = { info: RequestInfo; token?: SessionToken; leftInvitationOpen?: boolean; identity?: Identity; refusal?: Refusal; problem?: Error };

/** The person went back from the directory's own page: nothing failed. Source: RFC 6749, section 4.1.2.1. */
const isCancelled = (problem: Error | undefined): boolean => problem?.message === "access_denied";

function problemOf(problem: Error | undefined): Refusal {
  if (problem && codeOf(asAppError(problem)) !== "UNEXPECTED" && !isNetwork(problem)) return { code: "PORTAL_UNAVAILABLE" };
  return { code: problem && isNetwork(problem) ? "DIRECTORY_UNREACHABLE" : "SIGN_IN_FAILED" };
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
      // Encodes what the jwt callback made of the sign-in; next-auth's own claims stay out.
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
        // Its defaults are state alone, any tenant, and a photo from Graph at each sign-in.
        checks: ["pkce", "state", "nonce"],
        wellKnown: directory.wellKnown,
        issuer: directory.issuer,
        profile: (claims: { oid?: string; sub: string }) => ({ id: claims.oid ?? claims.sub }),
        httpOptions: { timeout: 5_000 },
      },
    ],
    callbacks: {
      signIn: ({ profile }) => admit(attempt, profile),
      redirect: ({ url }) => new URL(attempt.leftInvitationOpen ? REVIEW : localPath(url.replace(new URL(env().APP_URL).origin, "")), env().APP_URL).href,
    },
    logger: {
      error: (code, detail) => {
        attempt.problem ??= detail instanceof Error ? detail : detail.error instanceof Error ? detail.error : new Error(code);
      },
      warn: () => {},
      debug: () => {},
    },
  };
}

/** Decides about a verified ID token. Any outcome but a session leads to a page that says why. */
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
    // Kept where it was not for them: the page that they are led to says so.
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
