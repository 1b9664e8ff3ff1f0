import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";

/** Faults that tests can inject into the directory's Graph. */
export const fault = z.discriminatedUnion("kind", [
  /** 429, without effect. */
  z.strictObject({ kind: z.literal("too-many"), retryAfter: z.number().int().min(0).max(3_600) }),
  /** 500; `done` says whether the request takes effect anyway. */
  z.strictObject({ kind: z.literal("error"), done: z.boolean() }),
  /** The request takes effect, but the answer is late. */
  z.strictObject({ kind: z.literal("slow"), milliseconds: z.number().int().min(0).max(60_000) }),
  /** The request takes effect, but the answer is a proxy's page. */
  z.strictObject({ kind: z.literal("garbage") }),
]);

export type Fault = z.infer<typeof fault>;

export type Reply = { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> };

/** The fault for the next request, if any. */
export type Misbehaviour = () => Fault | undefined;

/** The same fault for the next `times` requests. */
export function repeated(one: Fault, times: number): Misbehaviour {
  let left = times;
  return () => (left-- > 0 ? one : undefined);
}

/** Answers with the fault. */
export async function answerWith(found: Fault | undefined, work: () => Reply | Promise<Reply>): Promise<Reply> {
  switch (found?.kind) {
    case undefined:
      return work();
    case "too-many":
      return { ...graphError(429, "TooManyRequests", "Too many requests."), headers: { "Retry-After": String(found.retryAfter) } };
    case "error":
      if (found.done) await work();
      return graphError(500, "InternalServerError", "The directory was told to fail.");
    case "slow": {
      const reply = await work();
      await pause(found.milliseconds);
      return reply;
    }
    case "garbage":
      await work();
      return { status: 200, body: "<p>Welcome", headers: { "Content-Type": "text/html" } };
  }
}

/** An error in Graph's own shape. */
export function graphError(status: number, code: string, message: string): Reply {
  const id = crypto.randomUUID();
  return {
    status,
    body: { error: { code, message, innerError: { date: new Date().toISOString().slice(0, 19), "request-id": id, "client-request-id": id } } },
  };
}
