// @ts-check
// Loaded into the portal's process before Next. It answers requests that must not reach Next: Next buffers each body before the
// portal's code runs, answers 500 for a path that cannot be decoded, and loses the host name in a redirect to another local name.
import http from "node:http";
import { homeOf, mostBytesAt, refusalOf } from "../adapters/web/request-limits.mjs";

// This runs before the portal's own code, so it uses the environment set by the starter.
const { NEXTAUTH_URL } = process.env;

/** After a refusal, the rest of the body is discarded up to this size; then the connection is closed. */
const MOST_DISCARDED = 16 * 1024 * 1024;

const createServer = http.createServer.bind(http);

/** @type {typeof http.createServer} */
// @ts-expect-error An implementation cannot distinguish createServer's overloads.
http.createServer = (...args) => {
  const server = createServer(...args);
  const [listener] = server.listeners("request");
  if (!listener) return server;
  server.removeAllListeners("request");
  server.on("request", (request, response) => {
    const status = refusalOf(request.method ?? "GET", request.url ?? "/", request.headers);
    if (status !== null) return refuse(request, response, status);
    // After an action Next requests the next page from itself at its listen address; another name would lose the session.
    const isForPeople = request.headers.rsc === undefined;
    const home = NEXTAUTH_URL && isForPeople ? homeOf(request.method ?? "GET", request.url ?? "/", request.headers.host ?? "", NEXTAUTH_URL) : null;
    if (home !== null) return response.writeHead(307, { location: home, "cache-control": "no-store" }).end();
    if (request.headers["transfer-encoding"] !== undefined) cutOffBeyond(request, mostBytesAt(request.url ?? "/"));
    return listener.call(server, request, response);
  });
  return server;
};

/**
 * Closes the connection once a body without a declared length is too long. Next sends itself such requests for actions of other pages.
 * @param {http.IncomingMessage} request @param {number} most
 */
function cutOffBeyond(request, most) {
  const push = request.push.bind(request);
  let taken = 0;
  request.push = (chunk, encoding) => {
    taken += chunk?.length ?? 0;
    if (taken <= most) return push(chunk, encoding);
    request.destroy();
    return false;
  };
}

/** @param {http.IncomingMessage} request @param {http.ServerResponse} response @param {number} status */
function refuse(request, response, status) {
  let discarded = 0;
  request.on("data", (chunk) => {
    discarded += chunk.length;
    if (discarded > MOST_DISCARDED) request.destroy();
  });
  request.on("error", () => {});
  response.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  });
  response.end(`${http.STATUS_CODES[status]}\n`);
}
