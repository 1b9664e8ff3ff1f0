// @ts-check
/** What is known of a request before any of its body is read: whether it is too large, and whether it came to the wrong name. */

const KB = 1024;

/** The forms that anybody may send, signed in or not: a path to come back to, or an invitation's code. */
const ANONYMOUS_FORMS = /^\/api\/auth(\/|$)/;
const ANONYMOUS_FORM_BYTES = 4 * KB;

/** A form of the portal, with the fields that React adds. */
const FORM_BYTES = 64 * KB;

/** Where a list of people is uploaded: 10,000 rows. */
const LIST_PAGE = /^\/admin\/invitations\/many$/;
const LIST_BYTES = 2_000 * KB;

/** Next looks each field of a query up among all of them before anything of the portal's runs; the largest selection is 100 people. */
const MOST_QUERY_FIELDS = 500;

/** @param {string} path Decoded, without its query. @returns {number} */
function mostBytes(path) {
  if (ANONYMOUS_FORMS.test(path)) return ANONYMOUS_FORM_BYTES;
  return LIST_PAGE.test(path) ? LIST_BYTES : FORM_BYTES;
}

/** Only somebody who is signed in sends more than a form. @param {number} bytes @returns {boolean} */
export const isListUpload = (bytes) => bytes > FORM_BYTES;

/**
 * The status with which a request is refused as it is, or null. A body without a length beforehand is watched as it comes in.
 * @param {string} method @param {string} url @param {Readonly<Record<string, string | string[] | undefined>>} headers
 * @returns {number | null}
 */
export function refusalOf(method, url, headers) {
  const path = decoded(url);
  if (path === null) return 400;
  if (url.split("&", MOST_QUERY_FIELDS + 1).length > MOST_QUERY_FIELDS) return 414;
  const length = Number(headers["content-length"] ?? 0);
  if (!Number.isSafeInteger(length) || length < 0) return 400;
  if (length > 0 && (method === "GET" || method === "HEAD")) return length > FORM_BYTES ? 413 : null;
  return length > mostBytes(path) ? 413 : null;
}

/** How much of a body without a length is taken. @param {string} url @returns {number} */
export const mostBytesAt = (url) => mostBytes(decoded(url) ?? "/");

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * Where a page is at home that is asked for under another name of this machine, such as 127.0.0.1: cookies, forms and the directory's
 * answer belong to the configured name alone. Null where it is at home; behind a proxy the name is the proxy's business.
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

/** The path as Next will read it, dot segments resolved; null when it is none, or cannot be decoded. @param {string} url @returns {string | null} */
function decoded(url) {
  const [path = "/"] = url.split("?", 1);
  if (!path.startsWith("/")) return null;
  try {
    return decodeURIComponent(new URL(`http://portal${path}`).pathname);
  } catch {
    return null;
  }
}
