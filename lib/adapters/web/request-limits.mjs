// @ts-check
/** Checks made before a request's body is read: its size and its host. */

const KB = 1024;

/** Forms that need no session: a return path or an invitation's code. */
const ANONYMOUS_FORMS = /^\/api\/auth(\/|$)/;
const ANONYMOUS_FORM_BYTES = 4 * KB;

/** A portal form, including React's own fields. */
const FORM_BYTES = 64 * KB;

/** The upload of an invitation list, up to 10,000 rows. */
const LIST_PAGE = /^\/admin\/invitations\/many$/;
const LIST_BYTES = 2_000 * KB;

/** Files, which only the proxy's matcher leaves out. Next carries out an action and reads a form that is posted to any path. */
const FILES = /^\/_next\/static\//i;

/** Next's parsing is quadratic in query fields and runs before the portal's code. The largest selection is 100 people. */
const MOST_QUERY_FIELDS = 500;

/** @param {string} path Decoded, without its query. @returns {number} */
function mostBytes(path) {
  if (ANONYMOUS_FORMS.test(path)) return ANONYMOUS_FORM_BYTES;
  return LIST_PAGE.test(path) ? LIST_BYTES : FORM_BYTES;
}

/** Larger bodies need a session. @param {number} bytes @returns {boolean} */
export const isListUpload = (bytes) => bytes > FORM_BYTES;

/**
 * The status to refuse a request with, or null. A body without a declared length is counted as it arrives.
 * @param {string} method @param {string} url @param {Readonly<Record<string, string | string[] | undefined>>} headers
 * @returns {number | null}
 */
export function refusalOf(method, url, headers) {
  const path = decoded(url);
  if (path === null) return 400;
  if (FILES.test(path) && method !== "GET" && method !== "HEAD") return 405;
  if (url.split("&", MOST_QUERY_FIELDS + 1).length > MOST_QUERY_FIELDS) return 414;
  const length = Number(headers["content-length"] ?? 0);
  if (!Number.isSafeInteger(length) || length < 0) return 400;
  if (length > 0 && (method === "GET" || method === "HEAD")) return length > FORM_BYTES ? 413 : null;
  return length > mostBytes(path) ? 413 : null;
}

/** The size limit of a body without a declared length. @param {string} url @returns {number} */
export const mostBytesAt = (url) => mostBytes(decoded(url) ?? "/");

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * The canonical address of a page requested under another local name, such as 127.0.0.1: cookies, forms and the sign-in callback
 * work only under the configured name. Null when the name is right, or behind a proxy, which decides the name.
 * @param {string} method @param {string} url @param {string} host @param {string} ownUrl
 * @returns {string | null}
 */
export function homeOf(method, url, host, ownUrl) {
  const own = new URL(ownUrl);
  if (method !== "GET" || host === own.host || !url.startsWith("/") || /^\/(api|_next)\//.test(url) || !URL.canParse(`http://${host}`)) return null;
  const asked = new URL(`http://${host}`);
  const isSamePlace = LOOPBACK.test(own.hostname) && LOOPBACK.test(asked.hostname) && asked.port === own.port;
  return isSamePlace ? `${own.origin}${url.replace(/^[/\\]+/, "/")}` : null;
}

/** The path as Next resolves it, without dot segments; null when it is invalid or cannot be decoded. @param {string} url @returns {string | null} */
function decoded(url) {
  const [path = "/"] = url.split("?", 1);
  if (!path.startsWith("/")) return null;
  try {
    return decodeURIComponent(new URL(`http://portal${path}`).pathname);
  } catch {
    return null;
  }
}
