import "server-only";
import { log } from "./log";
import { answerAsOutage, isFirstFailure } from "./request-context";

const OUTAGES: ReadonlySet<string> = new Set(["UNAVAILABLE", "AUDIT_UNAVAILABLE"]);

/** Logs what a page, an action or a route threw. A page that met an outage also sets its status. */
export function logRequestError(error: unknown, request: { path: string; method: string }, context: { routePath: string; routeType: string }): void {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : undefined;
  if (digest && OUTAGES.has(digest) && context.routeType === "render") answerAsOutage();
  if (!isFirstFailure(String(error))) return;
  const [path] = request.path.split("?");
  log.error("request.failed", error, { digest, method: request.method, path, route: context.routePath, kind: context.routeType });
}
