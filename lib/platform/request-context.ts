import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import { ServerResponse } from "node:http";
import { uuidv7 } from "uuidv7";

type RequestContext = { readonly id: string; readonly response: ServerResponse; readonly failures: Set<string> };

// The server loads this module once per bundle; a request is one in all of them.
const slot = globalThis as typeof globalThis & { rolebookRequest?: AsyncLocalStorage<RequestContext> };
slot.rolebookRequest ??= new AsyncLocalStorage();
const storage = slot.rolebookRequest;

/** The id of the request that is being answered, which its log lines, the record and its answer carry; undefined in a job. */
export const currentRequestId = (): string | undefined => storage.getStore()?.id;

/** Gives each request of this process an id of its own, and tells it in the answer. What the caller says of ids is not read. */
export function identifyRequests(): void {
  subscribe("http.server.request.start", (message) => {
    const response = typeof message === "object" && message && "response" in message ? message.response : null;
    if (!(response instanceof ServerResponse)) return;
    const context = { id: uuidv7(), response, failures: new Set<string>() };
    response.setHeader("x-request-id", context.id);
    storage.enterWith(context);
  });
}

/** Whether this is the first time that the request fails with this: a layout and its page meet the same outage, which is one. */
export function isFirstFailure(message: string): boolean {
  const failures = storage.getStore()?.failures;
  const isFirst = !failures?.has(message);
  failures?.add(message);
  return isFirst;
}

/** Seconds after which whoever met an outage may try again. */
const RETRY_AFTER = "5";

/**
 * Lets the page that is being answered say 503 and when to come back: Next knows only 500 for what a page throws. It is too late once
 * the answer has begun.
 */
export function answerAsOutage(): void {
  const response = storage.getStore()?.response;
  if (!response || response.headersSent) return;
  response.setHeader("retry-after", RETRY_AFTER);
  Object.defineProperty(response, "statusCode", { configurable: true, get: () => 503, set: () => {} });
}
