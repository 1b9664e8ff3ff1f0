import "server-only";
import { ConfidentialClientApplication, ProtocolMode } from "@azure/msal-node";
import { AuthenticationHandler, Client, type GraphRequest, HTTPMessageHandler, RetryHandler, RetryHandlerOptions } from "@microsoft/microsoft-graph-client";
import { z } from "zod";
import { type DirectorySettings, directorySettings } from "./settings";

/** Microsoft Graph through its official client and msal-node, at the configured address only. */

const MAX_RETRIES = 2;
const LONGEST_PAUSE_SECONDS = 2;

/** Options of one request: its deadline, and whether to wait out a short Retry-After. */
export type Call = { readonly signal: AbortSignal; readonly patient: boolean };

/** A request for a path of v1.0. Access tokens go to the configured address and nowhere else. */
export function graph(path: string, { signal, patient }: Call): GraphRequest {
  const request = connection().client.api(path).options({ signal });
  return patient ? request : request.middlewareOptions([new RetryHandlerOptions(0, 0)]);
}

/** Rejects at the deadline, even while waiting to retry. */
export function within<T>(milliseconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(milliseconds);
  const timeOver = new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
  return Promise.race([work(signal), timeOver]);
}

/** Graph requires these for transitive members of one type; without them it refuses or omits some. */
export const EVENTUAL = { ConsistencyLevel: "eventual" };

export const PAGE_SIZE = 999;

export type Listing<T> = {
  readonly path: string;
  readonly item: z.ZodType<T>;
  /** A limit against endless paging. */
  readonly maxPages: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Creates the request for one page, with a deadline per page or one for all. */
  readonly ask: (path: string) => GraphRequest | Promise<GraphRequest>;
};

/** All items of a list, across pages. Throws unless the list is complete. */
export async function readAll<T>({ path, item, maxPages, headers = {}, ask }: Listing<T>): Promise<readonly T[]> {
  const shape = z.object({ value: z.array(item), "@odata.nextLink": z.url().optional() });
  const items: T[] = [];
  let next: string | undefined = path;
  for (let page = 0; next !== undefined; page++) {
    if (page === maxPages) throw new Error(`The list goes on after ${maxPages} pages.`);
    const request: GraphRequest = await ask(next);
    const answer = shape.parse(await request.headers(headers).get());
    items.push(...answer.value);
    next = followable(answer["@odata.nextLink"]);
  }
  return items;
}

/** Following a link sends the access token there, so a link to another address is an error. */
function followable(link: string | undefined): string | undefined {
  if (link === undefined) return undefined;
  const { base } = connection();
  const { origin, pathname, href } = new URL(link);
  if (origin !== base.origin || !pathname.startsWith("/v1.0/")) throw new Error("The next page is not at the configured address.");
  return href;
}

type Connection = { client: Client; base: URL };

let current: Connection | undefined;

/** Created once: msal-node caches the access token. */
function connection(): Connection {
  current ??= connect(directorySettings());
  return current;
}

function connect(settings: DirectorySettings): Connection {
  const base = new URL(settings.graphUrl);
  const client = Client.initWithMiddleware({
    baseUrl: base.href,
    customHosts: new Set([base.hostname]),
    fetchOptions: { redirect: "error" },
    // The client's default chain without its redirect handler: Graph answers at one address.
    middleware: [new AuthenticationHandler({ getAccessToken: tokenSource(settings) }), new RetryHandler(retries()), new HTTPMessageHandler()],
  });
  return { client, base };
}

const retries = () =>
  new RetryHandlerOptions(
    0.5,
    MAX_RETRIES,
    (_delay, _attempt, _request, _options, { headers }) => !(Number(headers.get("Retry-After")) > LONGEST_PAUSE_SECONDS),
  );

function tokenSource(settings: DirectorySettings): () => Promise<string> {
  const { clientId, clientSecret, authority, kind } = settings;
  const local = kind === "local" ? { knownAuthorities: [new URL(authority).host] } : {};
  const application = new ConfidentialClientApplication({
    auth: { clientId, clientSecret, authority, ...local },
    system: { protocolMode: kind === "local" ? ProtocolMode.OIDC : ProtocolMode.AAD },
  });
  return async () => {
    const answer = await application.acquireTokenByClientCredential({ scopes: [`${settings.graphUrl}/.default`] });
    if (!answer) throw new Error("The directory gave no access token.");
    return answer.accessToken;
  };
}
