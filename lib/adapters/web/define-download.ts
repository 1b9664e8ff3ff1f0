import "server-only";
import { notFound, redirect } from "next/navigation";
import type { NextRequest } from "next/server";
import type { z } from "zod";
import { requestHeaders } from "@/lib/adapters/sign-in/request";
import { recurringVisitor, type Visitor } from "@/lib/adapters/sign-in/visitor";
import { journalOf, noteAsked, noteRefusal } from "@/lib/platform/audit/journal";
import type { Access } from "@/lib/platform/authz/decide";
import { asAppError } from "@/lib/platform/db/failures";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { AppError, codeOf, type ErrorSubject } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import { decodeSearch } from "@/lib/platform/operations/decode";
import type { Download } from "@/lib/platform/operations/download";
import { executeDownload } from "@/lib/platform/operations/execute-download";
import { Refusal } from "@/lib/platform/refusal";
import { LIMITS } from "@/lib/platform/throttle/limits";
import { assertWithinLimits, TooMany } from "@/lib/platform/throttle/throttle";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import type { UserActor } from "@/lib/platform/unit-of-work/standing";
import { addressSubject, signInPath } from "./page";

/** The file that the text is sent as. */
type File<I extends z.ZodType> = (input: z.output<I>) => { readonly name: string; readonly type: string };

type Route = (request: NextRequest, context: { params: Promise<Readonly<Record<string, string | string[] | undefined>>> }) => Promise<Response>;

/**
 * Makes a GET route that streams a download as a file, in constant memory. The first part is authorised and committed before anything
 * is sent. Losing the permission midway aborts the file. Refused, missing and unreadable addresses all answer 404.
 */
export function defineDownload<A extends Access, I extends z.ZodType>(download: Download<A, I>, file: File<I>): Route {
  return async (request, { params }) => {
    const from = await requestHeaders();
    const visitor = await recurringVisitor();
    const address = addressSubject(request.nextUrl.pathname);
    if (!isOwnRequest(from.get("sec-fetch-site"))) {
      await refuseForeign(download, await visitor(), address);
      notFound();
    }
    const input = { ...decodeSearch(download.input, Object.fromEntries(request.nextUrl.searchParams)), ...(await params) };
    const parts = executeDownload(download, () => callerBehind(visitor), input, { address, admit });
    const first = await parts.next().catch(failure);
    if (first instanceof SignedOut) redirect(await signInPath(first.why));
    if (first instanceof AppError && (first.code === "NOT_AUTHORISED" || first.code === "INVALID_INPUT")) notFound();
    if (first instanceof TooMany) return new Response(`${first.message}\n`, { status: 429, headers: { "retry-after": String(first.seconds) } });
    if (first instanceof AppError) return new Response(`${first.message}\n`, { status: 503 });
    const { name, type } = file(download.input.parse(input));
    return new Response(streamOf(first, parts, download.name), {
      headers: {
        "content-type": type,
        "content-disposition": `attachment; filename="${name}"`,
        "cache-control": "private, no-store",
        "x-accel-buffering": "no",
      },
    });
  };
}

/** Whether a portal page or the user made the request. Older browsers and scripts send no such header. */
const isOwnRequest = (site: string | null): boolean => site === null || site === "same-origin" || site === "none";

/** A cross-site request is refused like an unknown address, and audited for the user who followed the link. */
async function refuseForeign<A extends Access>(
  { name, permission }: Pick<Download<A, never>, "name" | "permission">,
  visitor: Visitor,
  address: ErrorSubject,
): Promise<void> {
  if (visitor.kind === "signed-out") return;
  await inScope(visitor.caller, name, async (tx) => {
    noteAsked(journalOf(tx), permission, address);
    noteRefusal(journalOf(tx), new Refusal("NOT_AUTHORISED", "This did not come from a page of the portal."));
  });
}

class SignedOut extends Refusal {
  constructor(readonly why: Extract<Visitor, { kind: "signed-out" }>["why"]) {
    super("AUTH_EXPIRED", "You are signed out. Sign in again and repeat it.");
  }
}

function failure(thrown: unknown): AppError {
  const error = asAppError(thrown);
  if (error instanceof AppError) return error;
  throw error;
}

const admit = (tx: ScopedTx, { principal }: UserActor): Promise<unknown> =>
  assertWithinLimits(tx, [{ limit: LIMITS.exportsByPerson, subject: principal.userId }]);

async function callerBehind(visitorNow: () => Promise<Visitor>): Promise<UserActor> {
  const visitor = await visitorNow();
  if (visitor.kind === "signed-out") throw new SignedOut(visitor.why);
  return visitor.caller;
}

/** Pulls the next part only when the previous one has been consumed. */
function streamOf(first: IteratorResult<string, void>, parts: AsyncGenerator<string, void>, name: string): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let waiting: IteratorResult<string, void> | null = first;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const part = waiting ?? (await parts.next());
          waiting = null;
          if (part.done) controller.close();
          else controller.enqueue(encoder.encode(part.value));
        } catch (error) {
          log.warn("download.broken-off", { name, code: codeOf(asAppError(error)) });
          controller.error(error);
        }
      },
      async cancel() {
        await parts.return();
      },
    },
    { highWaterMark: 0 },
  );
}
