import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import { ServerResponse } from "node:http";
import { uuidv7 } from "uuidv7";

type RequestContext = { readonly id: string; readonly response: ServerResponse; readonly failures: Set<string> };

// The server loads this module once per bundle; all of them share one request context.
const slot = globalThis as typeof globalThis & { rolebookRequest?: AsyncLocalStorage<RequestContext> };
slot.rolebookRequest ??= new AsyncLocalStorage();
const storage = slot.rolebookRequest;

/** The id of the current request, which log lines, the record and the response carry; undefined in a job. */
export const currentRequestId = (): string | undefined => storage.getStore()?.id;

/** Gives each request a new id and sends it in the response. Ids from the caller are ignored. */
export function identifyRequests(): void {
  subscribe("http.server.request.start", (message) => {
    const response = typeof message === "object" && message && "response" in message ? message.response : null;
    if (!(response instanceof ServerResponse)) return;
    const context = { id: uuidv7(), response, failures: new Set<string>() };
    response.setHeader("x-request-id", context.id);
    storage.enterWith(context);
  });
}

/** Whether this request fails with this error for the first time: a layout and its page meet the same outage. */
export function isFirstFailure(message: string): boolean {
  const failures = storage.getStore()?.failures;
  const isFirst = !failures?.has(message);
  failures?.add(message);
  return isFirst;
}

/** Seconds until a caller that met an outage may retry. */
const RETRY_AFTER = "5";

/**
 * Lets the current page respond with 503 and Retry-After: Next answers 500 for whatever a page throws. No
 * effect once the response has started.
 */
export function answerAsOutage(): void {
  const response = storage.getStore()?.response;
  if (!response || response.headersSent) return;
  response.setHeader("retry-after", RETRY_AFTER);
  Object.defineProperty(response, "statusCode", { configurable: true, get: () => 503, set: () => {} });
}
