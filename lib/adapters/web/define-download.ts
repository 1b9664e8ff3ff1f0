import "server-only";
import { notFound, redirect } from "next/navigation";
import type { NextRequest } from "next/server";
import type { z } from "zod";
import { requestHeaders } from "@/lib/adapters/sign-in/request";
import { recurringVisitor, type Visitor } from "@/lib/adapters/sign-in/visitor";
import { journalOf, noteAsked, noteRefusal } from "@/lib/platform/audit/journal";
import { type Access, targetAcross } from "@/lib/platform/authz/decide";
import type { Requirement } from "@/lib/platform/authz/requirement";
import { asAppError } from "@/lib/platform/db/failures";
import { AppError, codeOf, type ErrorSubject } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import { decodeSearch } from "@/lib/platform/operations/decode";
import { register } from "@/lib/platform/operations/registry";
import type { Step } from "@/lib/platform/operations/step";
import { Refusal } from "@/lib/platform/refusal";
import { LIMITS } from "@/lib/platform/throttle/limits";
import { assertWithinLimits, TooMany } from "@/lib/platform/throttle/throttle";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { addressSubject, signInPath } from "./page";

type Download<A extends Access, I extends z.ZodType> = {
  /** `<slice>.<verb>`, unique and audited. */
  readonly name: `${string}.${string}`;
  readonly permission: A;
  readonly across: Requirement["across"];
  /** Parses the query and the path's dynamic segments. */
  readonly input: I;
  readonly file: (input: z.infer<I>) => { readonly name: string; readonly type: string };
  /** Yields the text in parts. Data is read only through `step`. `finally` also runs when the client disconnects. */
  readonly body: (context: { readonly input: z.infer<I>; readonly step: Step<A> }) => AsyncGenerator<string, void>;
};

type Route = (request: NextRequest, context: { params: Promise<Readonly<Record<string, string | string[] | undefined>>> }) => Promise<Response>;

/**
 * Makes a GET route that streams a file in constant memory. The first part is authorised and committed before anything is sent.
 * Losing the permission midway aborts the file. Refused and unknown addresses both answer 404.
 */
export function defineDownload<A extends Access, I extends z.ZodType>(definition: Download<A, I>): Route {
  register({ kind: "query", name: definition.name, access: definition.permission, recordsChange: false });
  return async (request, { params }) => {
    const from = await requestHeaders();
    const visitor = await recurringVisitor();
    const address = addressSubject(request.nextUrl.pathname);
    if (!isOwnRequest(from.get("sec-fetch-site"))) {
      await refuseForeign(definition, await visitor(), address);
      notFound();
    }
    const parsed = definition.input.safeParse({ ...decodeSearch(definition.input, Object.fromEntries(request.nextUrl.searchParams)), ...(await params) });
    const step = stepsOf(definition, visitor, address);
    const parts = parsed.success ? definition.body({ input: parsed.data, step }) : refusedBody(step);
    const first = await parts.next().catch(failure);
    if (first instanceof SignedOut) redirect(await signInPath(first.why));
    if (first instanceof AppError && first.code === "NOT_AUTHORISED") notFound();
    if (first instanceof TooMany) return new Response(`${first.message}\n`, { status: 429, headers: { "retry-after": String(first.seconds) } });
    if (first instanceof AppError) return new Response(`${first.message}\n`, { status: 503 });
    if (!parsed.success) notFound();
    const { name, type } = definition.file(parsed.data);
    return new Response(streamOf(first, parts, definition.name), {
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

/** For a query that cannot be read: still decides who asks, so that whoever may not is on the record. */
async function* refusedBody(step: Step<Access>): AsyncGenerator<string, void> {
  await step(async () => undefined);
}

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

const stepsOf = <A extends Access>(
  { name, permission, across }: Pick<Download<A, never>, "name" | "permission" | "across">,
  visitorNow: () => Promise<Visitor>,
  address: ErrorSubject,
): Step<A> => {
  let counted = false;
  return async (work) => {
    const visitor = await visitorNow();
    if (visitor.kind === "signed-out") throw new SignedOut(visitor.why);
    return inScope(visitor.caller, name, async (tx) => {
      const { principal } = visitor.caller;
      noteAsked(journalOf(tx), permission, address);
      const grant = authorize(tx, permission, targetAcross(principal, across));
      if (!counted) await assertWithinLimits(tx, [{ limit: LIMITS.exportsByPerson, subject: principal.userId }]);
      counted = true;
      return work({ tx, grant });
    });
  };
};

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
