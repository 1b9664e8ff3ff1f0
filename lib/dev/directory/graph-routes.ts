import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Provider } from "oidc-provider";
import { z } from "zod";
import { LOCAL_CLIENT_ID } from "@/lib/adapters/entra/local-tenant";
import { answerWith, fault, graphError, type Misbehaviour, type Reply, repeated } from "./faults";
import { PATHS } from "./graph-paths";
import type { DirectoryStore } from "./store";

/** The parts of Microsoft Graph that the portal calls, and the fault injection endpoint for tests. */

export type GraphRoutes = {
  /** Answers `/v1.0/…` for callers with this directory's access token and the right scope. */
  readonly graph: RequestListener;
  /** Answers `POST /control/faults` for callers with the client secret. */
  readonly control: RequestListener;
  misbehave(next: Misbehaviour): void;
};

type Options = { base: string; scope: string; store: DirectoryStore; tokens: Provider["ClientCredentials"]; clientSecret: string };

const LONGEST_BODY = 16_384;
const instruction = z.strictObject({ fault, times: z.number().int().min(0).max(10_000) });

export function graphRoutes({ base, scope, store, tokens, clientSecret }: Options): GraphRoutes {
  let nextFault: Misbehaviour = () => undefined;

  async function graph(request: IncomingMessage): Promise<Reply> {
    const url = new URL(request.url ?? "/", base);
    const token = await tokens.find(bearerOf(request));
    if (token?.clientId !== LOCAL_CLIENT_ID || token.scope !== scope) {
      return graphError(401, "InvalidAuthenticationToken", "The access token is missing, has expired or is not for Microsoft Graph.");
    }
    const path = PATHS.find(({ method, path }) => method === request.method && path.test(url.pathname));
    if (!path) return graphError(400, "BadRequest", "The local directory does not know this request.");
    const [, ...parts] = path.path.exec(url.pathname) ?? [];
    const body = await readJson(request);
    return answerWith(nextFault(), () => path.answer({ store, url, body, parts }));
  }

  async function control(request: IncomingMessage): Promise<Reply> {
    if (!same(bearerOf(request), clientSecret)) return { status: 401 };
    const told = instruction.safeParse(await readJson(request));
    if (!told.success || request.method !== "POST") return { status: 400 };
    nextFault = repeated(told.data.fault, told.data.times);
    return { status: 204 };
  }

  return {
    graph: answering(graph),
    control: answering(control),
    misbehave: (next) => {
      nextFault = next;
    },
  };
}

const answering =
  (answer: (request: IncomingMessage) => Promise<Reply>): RequestListener =>
  (request, response) =>
    void answer(request).then(
      (reply) => send(response, reply),
      () => send(response, graphError(500, "InternalServerError", "The local directory failed.")),
    );

const bearerOf = ({ headers }: IncomingMessage): string => /^Bearer (\S+)$/i.exec(headers.authorization ?? "")?.[1] ?? "";

const same = (given: string, secret: string): boolean => given.length === secret.length && timingSafeEqual(Buffer.from(given), Buffer.from(secret));

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > LONGEST_BODY) return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, { status, body, headers }: Reply): void {
  response.writeHead(status, { "Content-Type": "application/json;odata.metadata=minimal;charset=utf-8", "Cache-Control": "no-store", ...headers });
  response.end(body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body));
}
