import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";

/** How the directory's Graph misbehaves when a test tells it to. */
export const fault = z.discriminatedUnion("kind", [
  /** 429, and nothing is done. */
  z.strictObject({ kind: z.literal("too-many"), retryAfter: z.number().int().min(0).max(3_600) }),
  /** 500; `done` says whether what was asked for is done all the same. */
  z.strictObject({ kind: z.literal("error"), done: z.boolean() }),
  /** It is done, and the answer comes late. */
  z.strictObject({ kind: z.literal("slow"), milliseconds: z.number().int().min(0).max(60_000) }),
  /** It is done, and the answer is a page of somebody else's. */
  z.strictObject({ kind: z.literal("garbage") }),
]);

export type Fault = z.infer<typeof fault>;

export type Reply = { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> };

/** Which fault the next request meets, if any. */
export type Misbehaviour = () => Fault | undefined;

/** The same fault for the next `times` requests. */
export function repeated(one: Fault, times: number): Misbehaviour {
  let left = times;
  return () => (left-- > 0 ? one : undefined);
}

/** Answers as the fault has it. */
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
