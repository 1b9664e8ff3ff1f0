import "server-only";
import { notFound, redirect } from "next/navigation";
import { requestHeaders } from "@/lib/adapters/sign-in/request";
import { currentVisitor } from "@/lib/adapters/sign-in/visitor";
import { journalOf, noteAsked, noteDecision } from "@/lib/platform/audit/journal";
import { type AccessOf, doorOf, type PageId, shellFor } from "@/lib/platform/authz/admin-tabs";
import { targetAcross } from "@/lib/platform/authz/decide";
import { Denied } from "@/lib/platform/authz/denied";
import type { Grant } from "@/lib/platform/authz/grant";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { ErrorSubject } from "@/lib/platform/errors";
import { authorize, noteMissing } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";

export type PageContext<I extends PageId> = { readonly tx: ScopedTx; readonly grant: Grant<AccessOf<I>>; readonly principal: UserPrincipal };

/**
 * A page's way in: decides by the page table, records that decision and everything the shell evaluates, and runs `read` in the
 * same scoped transaction. A refused page and one that does not exist answer alike: 404 and the page that explains.
 * `read` returns null for a row that this person cannot see.
 */
export async function requireTab<I extends PageId, T>(id: I, read: (context: PageContext<I>) => Promise<T | null>): Promise<T> {
  const visitor = await currentVisitor();
  if (visitor.kind === "signed-out") redirect(await signInPath(visitor.why));
  const [path = ""] = ((await requestHeaders()).get("x-portal-path") ?? "").split("?");
  const result = await inScope(visitor.caller, `page:${id}`, async (tx) => {
    for (const decision of shellFor(visitor.caller.principal).decisions) noteDecision(journalOf(tx), decision, "visibility");
    const { principal } = visitor.caller;
    const { access, across } = doorOf(id);
    noteAsked(journalOf(tx), access, addressSubject(path));
    const value = await read({ tx, grant: authorize(tx, access, targetAcross(principal, across)), principal });
    // Somebody tried an address that is not theirs to open: for them a refused access, whether or not the row exists.
    if (value === null) noteMissing(tx, access);
    return value;
  }).catch((error: unknown) => {
    if (error instanceof Denied) return error;
    throw error;
  });
  if (result instanceof Denied && isShutOut(result)) redirect(`/no-access?reason=${result.reason}`);
  if (result instanceof Denied || result === null) notFound();
  return result;
}

/** What was asked for, as the record keeps it: an address of the portal without its query. */
export const addressSubject = (path: string): ErrorSubject => ({ type: "address", id: path.slice(0, 200), label: path.slice(0, 200), entityId: null });

const isShutOut = ({ reason }: Denied) => reason === "USER_DEACTIVATED" || reason === "USER_TERMINATED" || reason === "ENTITY_SUSPENDED";

/** Back to the same page after signing in. */
export async function signInPath(why: string): Promise<string> {
  const from = await requestHeaders();
  const path = from.get("x-portal-path");
  // Whoever comes from a page of the portal had a session a moment ago, which another window has ended and forgotten since.
  const ended = why === "never" && from.get("sec-fetch-site") === "same-origin" ? "unknown" : why;
  const query = new URLSearchParams({ ...(path && path !== "/" ? { returnTo: path } : {}), ...(ended === "never" ? {} : { ended }) });
  return query.size > 0 ? `/sign-in?${query}` : "/sign-in";
}
