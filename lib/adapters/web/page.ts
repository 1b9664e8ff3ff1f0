import "server-only";
import { notFound, redirect } from "next/navigation";
import type { z } from "zod";
import { requestHeaders } from "@/lib/adapters/sign-in/request";
import { currentVisitor } from "@/lib/adapters/sign-in/visitor";
import { shellFor } from "@/lib/platform/authz/admin-tabs";
import type { Access } from "@/lib/platform/authz/decide";
import { Denied } from "@/lib/platform/authz/denied";
import { AppError, type ErrorSubject } from "@/lib/platform/errors";
import { executeQuery } from "@/lib/platform/operations/execute-query";
import type { Query } from "@/lib/platform/operations/query";
import type { UserActor } from "@/lib/platform/unit-of-work/standing";

/** Runs a page's query. Redirects signed-out visitors to sign-in; refused, missing and unreadable inputs all answer 404 with an explanation. */
export const openPage = <A extends Access, I extends z.ZodType, R>(query: Query<A, I, R>, input: z.input<I>): Promise<R> =>
  answer((caller, address) => executeQuery(query, caller, input, { address, shown: shellFor(caller.principal).decisions }));

/** Maps a read's outcome to a page. Refused, missing and unreadable look the same. */
async function answer<T>(read: (caller: UserActor, address: ErrorSubject) => Promise<T | null>): Promise<T> {
  const visitor = await currentVisitor();
  if (visitor.kind === "signed-out") redirect(await signInPath(visitor.why));
  const [path = ""] = ((await requestHeaders()).get("x-portal-path") ?? "").split("?");
  const result = await read(visitor.caller, addressSubject(path)).catch((error: unknown) => {
    if (error instanceof Denied) return error;
    if (error instanceof AppError && error.code === "INVALID_INPUT") return null;
    throw error;
  });
  if (result instanceof Denied && isShutOut(result)) redirect(`/no-access?reason=${result.reason}`);
  if (result instanceof Denied || result === null) notFound();
  return result;
}

/** The requested address for the audit log, without its query. */
export const addressSubject = (path: string): ErrorSubject => ({ type: "address", id: path.slice(0, 200), label: path.slice(0, 200), entityId: null });

const isShutOut = ({ reason }: Denied) => reason === "USER_DEACTIVATED" || reason === "USER_TERMINATED" || reason === "ENTITY_SUSPENDED";

/** The sign-in page's address, which returns to the current page. */
export async function signInPath(why: string): Promise<string> {
  const from = await requestHeaders();
  const path = from.get("x-portal-path");
  // A visitor coming from a portal page had a session until another window signed out.
  const ended = why === "never" && from.get("sec-fetch-site") === "same-origin" ? "unknown" : why;
  const query = new URLSearchParams({ ...(path && path !== "/" ? { returnTo: path } : {}), ...(ended === "never" ? {} : { ended }) });
  return query.size > 0 ? `/sign-in?${query}` : "/sign-in";
}
