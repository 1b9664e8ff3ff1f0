import "server-only";
import { ConfidentialClientApplication, ProtocolMode } from "@azure/msal-node";
import { AuthenticationHandler, Client, HTTPMessageHandler, RetryHandler, RetryHandlerOptions } from "@microsoft/microsoft-graph-client";
import { z } from "zod";
import { DirectoryUnavailable } from "./errors";
import { type DirectorySettings, directorySettings } from "./settings";

/** Microsoft Graph, at the configured address only. */

const TIME_LIMIT_MS = 5_000;
const PAGE_SIZE = 999;
/** Far above what one person can be in; a directory that keeps sending pages is not answering. */
const MAX_PAGES = 50;
const MAX_RETRIES = 2;
const LONGEST_PAUSE_SECONDS = 2;

const personId = z.guid();
const groupPage = z.object({ value: z.array(z.object({ id: z.guid() })), "@odata.nextLink": z.url().optional() });

/**
 * The ids of every group that the person belongs to, directly or through other groups.
 * Throws `DirectoryUnavailable` for anything but the complete list, after about five seconds at the latest.
 */
export async function groupIdsOf(oid: string): Promise<readonly string[]> {
  try {
    return await within(TIME_LIMIT_MS, (signal) => readAllPages(personId.parse(oid), signal));
  } catch (cause) {
    throw new DirectoryUnavailable(cause);
  }
}

async function readAllPages(oid: string, signal: AbortSignal): Promise<readonly string[]> {
  const { client, base } = connection();
  const ids: string[] = [];
  let next: string | undefined = `/users/${oid}/transitiveMemberOf/microsoft.graph.group?$select=id&$top=${PAGE_SIZE}`;
  for (let page = 0; next !== undefined; page++) {
    if (page === MAX_PAGES) throw new Error(`The list of groups goes on after ${MAX_PAGES} pages.`);
    const answer = groupPage.parse(await client.api(next).options({ signal }).get());
    ids.push(...answer.value.map(({ id }) => id));
    next = followable(answer["@odata.nextLink"], base);
  }
  return ids;
}

/** The access token goes where the link points, so a link to anywhere else is an error and is not followed. */
function followable(link: string | undefined, base: URL): string | undefined {
  if (link === undefined) return undefined;
  const { origin, pathname, href } = new URL(link);
  if (origin !== base.origin || !pathname.startsWith("/v1.0/")) throw new Error("The next page is not at the configured address.");
  return href;
}

/** Rejects when the time is over, even while a retry is waiting for its turn. */
function within<T>(milliseconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(milliseconds);
  const timeOver = new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
  return Promise.race([work(signal), timeOver]);
}

type Connection = { client: Client; base: URL };

let current: Connection | undefined;

/** Made once: msal-node keeps the access token until it is about to expire. */
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
    // The client's usual chain without its redirect handler: Graph answers at one address.
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
