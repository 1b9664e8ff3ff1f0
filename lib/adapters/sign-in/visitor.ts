import "server-only";
import { cookies } from "next/headers";
import { cache } from "react";
import { expireRole } from "@/lib/domain/roles";
import type { RequestInfo } from "@/lib/platform/audit/event";
import { cookieNames } from "@/lib/platform/sessions/cookies";
import { type EndReason, loadSession, type ShellFacts } from "@/lib/platform/sessions/session";
import { readToken, type SessionToken } from "@/lib/platform/sessions/token";
import type { UserActor } from "@/lib/platform/unit-of-work/standing";
import { requestHeaders, requestInfo } from "./request";

/** The user behind this request and the path they asked for, or why there is none. */
export type Visitor =
  | { readonly kind: "signed-in"; readonly caller: UserActor; readonly shell: ShellFacts; readonly path: string }
  | { readonly kind: "signed-out"; readonly why: EndReason | "unknown" | "never" };

/** Read from the cookie and the database once per request. An outage throws UNAVAILABLE and signs nobody in or out. */
export const currentVisitor = cache(() => visitorOf({ asSeen: true }));

/** The same for background requests of an open page, which do not count as activity. */
export const silentVisitor = () => visitorOf({ asSeen: false });

/**
 * Rereads the visitor while the answer streams, so that a long download does not outlive the permission. All reads share one
 * request id.
 */
export async function recurringVisitor(): Promise<() => Promise<Visitor>> {
  const token = await readToken((await cookies()).get(cookieNames.session())?.value);
  const asked = token && askedBy(await requestHeaders(), token);
  return async () => (token && asked ? visitorWith(token, asked, { asSeen: false }) : NEVER);
}

const NEVER = { kind: "signed-out", why: "never" } as const;

async function visitorOf(options: { asSeen: boolean }): Promise<Visitor> {
  const token = await readToken((await cookies()).get(cookieNames.session())?.value);
  return token ? visitorWith(token, askedBy(await requestHeaders(), token), options) : NEVER;
}

type Asked = { readonly request: RequestInfo; readonly path: string };

function askedBy(from: Headers, { sid }: SessionToken): Asked {
  const [path = ""] = (from.get("x-portal-path") ?? "").split("?");
  return { request: requestInfo(from, sid), path };
}

async function visitorWith(token: SessionToken, { request, path }: Asked, options: { asSeen: boolean }): Promise<Visitor> {
  const session = await loadSession(token, { expireRole, ...options });
  if (session.kind === "over") return { kind: "signed-out", why: session.why };
  const { principal, shell } = session;
  return { kind: "signed-in", shell, path, caller: { principal, request, authzVersion: shell.authzVersion } };
}
