import { randomUUID } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Provider } from "oidc-provider";
import { LOCAL_CLIENT_ID, type LocalPerson } from "./tenant";

/** The few routes of Microsoft Graph that the portal calls. */

const PAGE_SIZE = 100;
const GROUPS_OF_USER = /^\/v1\.0\/users\/([^/]+)\/transitiveMemberOf\/microsoft\.graph\.group$/;

/** Answers `/v1.0/…` for callers that hold an access token of this directory with the right scope. */
export function graphRoutes(options: { base: string; scope: string; people: readonly LocalPerson[]; tokens: Provider["ClientCredentials"] }): RequestListener {
  const groupsByPerson = new Map(options.people.map(({ oid, groups }) => [oid, groups]));
  return async (request, response) => {
    const url = new URL(request.url ?? "/", options.base);
    const token = await options.tokens.find(bearerOf(request));
    if (token?.clientId !== LOCAL_CLIENT_ID || token.scope !== options.scope) {
      return refuse(response, 401, "InvalidAuthenticationToken", "The access token is missing, has expired or is not for Microsoft Graph.");
    }
    const [, oid] = GROUPS_OF_USER.exec(url.pathname) ?? [];
    if (request.method !== "GET" || oid === undefined) return refuse(response, 400, "BadRequest", "The local directory does not know this request.");
    const groups = groupsByPerson.get(oid);
    if (!groups) return refuse(response, 404, "Request_ResourceNotFound", `Resource '${oid}' does not exist.`);
    send(response, 200, pageOf(groups, url));
  };
}

const bearerOf = ({ headers }: IncomingMessage): string => /^Bearer (\S+)$/i.exec(headers.authorization ?? "")?.[1] ?? "";

function pageOf(groups: readonly string[], url: URL) {
  const start = wholeNumber(url.searchParams.get("$skiptoken")) ?? 0;
  const end = start + Math.min(wholeNumber(url.searchParams.get("$top")) || PAGE_SIZE, PAGE_SIZE);
  const next = new URL(url);
  next.searchParams.set("$skiptoken", String(end));
  return {
    "@odata.context": `${url.origin}/v1.0/$metadata#groups(id)`,
    ...(end < groups.length ? { "@odata.nextLink": next.href } : {}),
    value: groups.slice(start, end).map((id) => ({ id })),
  };
}

const wholeNumber = (text: string | null): number | undefined => (text !== null && /^\d{1,6}$/.test(text) ? Number(text) : undefined);

/** An error in Graph's own shape. */
function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  const id = randomUUID();
  send(response, status, { error: { code, message, innerError: { date: new Date().toISOString().slice(0, 19), "request-id": id, "client-request-id": id } } });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response
    .writeHead(status, { "Content-Type": "application/json;odata.metadata=minimal;charset=utf-8", "Cache-Control": "no-store" })
    .end(JSON.stringify(body));
}
