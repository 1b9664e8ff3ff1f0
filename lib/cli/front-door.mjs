// @ts-check
// Loaded into the portal's process before Next. It answers what must not get as far as Next: Next clones and buffers each body before
// anything of the portal's can look at it, a path that cannot be decoded is a 500 there, and a redirect to this machine's own name loses
// the name.
import http from "node:http";
import { homeOf, mostBytesAt, refusalOf } from "../adapters/web/request-limits.mjs";

// This runs before the portal's own code, on what the starter has read and set.
const { NEXTAUTH_URL } = process.env;

/** After a refusal, what still comes in is thrown away; a peer that sends more than this is cut off. */
const MOST_DISCARDED = 16 * 1024 * 1024;

const createServer = http.createServer.bind(http);

/** @type {typeof http.createServer} */
// @ts-expect-error The overloads of createServer cannot be told apart by an implementation.
http.createServer = (...args) => {
  const server = createServer(...args);
  const [listener] = server.listeners("request");
  if (!listener) return server;
  server.removeAllListeners("request");
  server.on("request", (request, response) => {
    const status = refusalOf(request.method ?? "GET", request.url ?? "/", request.headers);
    if (status !== null) return refuse(request, response, status);
    // Next asks itself, at the address that it listens on, for the page that an action leads to: another name would lose the session.
    const isForPeople = request.headers.rsc === undefined;
    const home = NEXTAUTH_URL && isForPeople ? homeOf(request.method ?? "GET", request.url ?? "/", request.headers.host ?? "", NEXTAUTH_URL) : null;
    if (home !== null) return response.writeHead(307, { location: home, "cache-control": "no-store" }).end();
    if (request.headers["transfer-encoding"] !== undefined) cutOffBeyond(request, mostBytesAt(request.url ?? "/"));
    return listener.call(server, request, response);
  });
  return server;
};

/**
 * Ends the connection of a body that gave no length once it is too long. Next sends such a request to itself, for an action of another page.
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
