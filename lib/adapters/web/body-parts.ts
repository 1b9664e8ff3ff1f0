/** The most parts or fields of one request; the largest form has about two hundred. */
export const MOST_PARTS = 500;

const AMPERSAND = "&".charCodeAt(0);

/** An upper bound on the parts a parser would find, counted in one pass before parsing. */
export function partsIn(body: Uint8Array, contentType: string): number {
  if (/multipart\//i.test(contentType)) return occurrences(Buffer.from(body.buffer, body.byteOffset, body.byteLength), "\n--") + 1;
  if (/x-www-form-urlencoded/i.test(contentType)) return body.reduce((count, byte) => (byte === AMPERSAND ? count + 1 : count), 1);
  return 1;
}

/** Stops counting above the limit. */
function occurrences(bytes: Buffer, mark: string): number {
  let count = 0;
  for (let at = bytes.indexOf(mark); at >= 0 && count <= MOST_PARTS; at = bytes.indexOf(mark, at + mark.length)) count++;
  return count;
}
