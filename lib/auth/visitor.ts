import "server-only";
import { cookies } from "next/headers";
import { cache } from "react";
import type { Caller } from "@/lib/audit/event";
import { cookieNames } from "./cookies";
import { requestHeaders, requestInfo } from "./request";
import { type EndReason, loadSession } from "./session";
import { readToken } from "./token";

/** Who is behind this request. */
export type Visitor = { readonly kind: "signed-in"; readonly caller: Caller } | { readonly kind: "signed-out"; readonly why: EndReason | "unknown" | "never" };

/** Read from cookie and database, once per request. An outage throws UNAVAILABLE; it never signs anybody in or out. */
export const currentVisitor = cache(async (): Promise<Visitor> => {
  const token = await readToken((await cookies()).get(cookieNames.session())?.value);
  if (!token) return { kind: "signed-out", why: "never" };
  const session = await loadSession(token);
  if (session.kind === "over") return { kind: "signed-out", why: session.why };
  return { kind: "signed-in", caller: { principal: session.principal, request: requestInfo(await requestHeaders(), token.sid) } };
});
