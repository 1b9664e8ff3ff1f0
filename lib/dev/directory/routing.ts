import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";

/**
 * Routes each request by path prefix. A request for another host is refused, to prevent DNS rebinding.
 */
export function underPaths(origin: string, handlers: Readonly<Record<string, RequestListener>>): RequestListener {
  const { host } = new URL(origin);
  return (request, response) => {
    if (request.headers.host !== host) return refuse(response, 421, `The local directory answers at ${host} only.\n`);
    const path = pathOf(request);
    const mount = Object.keys(handlers).find((prefix) => path.startsWith(`${prefix}/`));
    const handler = mount && handlers[mount];
    return handler ? handler(request, response) : refuse(response, 404, "There is nothing at this address.\n");
  };
}

/** Strips the prefix for the handler, and keeps the full address where mounted applications expect it. */
export const mounted =
  (prefix: string, handler: RequestListener): RequestListener =>
  (request, response) =>
    handler(Object.assign(request, { originalUrl: request.url, url: pathOf(request).slice(prefix.length) }), response);

const pathOf = ({ url }: IncomingMessage): string => url ?? "/";

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" }).end(message);
}
