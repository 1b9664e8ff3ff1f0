/** What a page's HTML tells a browser: its title, and the rows from which the client draws the page. */

/** Titles as a browser without scripts shows them. */
export const titlesIn = (html: string): readonly string[] => [...html.matchAll(/<title>(.*?)<\/title>/g)].map(([, title = ""]) => title);

/** The rows of the page's Flight data, without the numbers by which they refer to each other: those depend on timing. */
export function rowsIn(html: string): readonly string[] {
  const pieces = [...html.matchAll(/self\.__next_f\.push\(\[1,("(?:[^"\\]|\\.)*")\]\)/g)].map(([, text = '""']) => String(JSON.parse(text)));
  return pieces
    .join("")
    .split("\n")
    .map((row) => row.replace(/^[0-9a-f]*:/, "").replace(/"\$[A-Za-z@]?[0-9a-f]+/g, '"$'));
}

/** The part that says "not available", as the client draws it; empty where there is none. */
export const notAvailableIn = (html: string): string => [...new Set(rowsIn(html).filter((row) => row.includes("Not available to you")))].join("\n");

/** Whether the page itself, inside the shell, came to nothing but "not found". */
export const isNotFound = (html: string): boolean => html.includes("NEXT_HTTP_ERROR_FALLBACK;404");

/** Everything that an answer says, without its nonce and the address that was asked for: two equal ones cannot be told apart. */
export function saidBy(html: string, address: string): string {
  const nonce = /nonce="([^"]+)"/.exec(html)?.[1] ?? "no nonce";
  const parts = address.split("/");
  const rows = [...rowsIn(html.replaceAll(nonce, "?"))].sort().join("\n");
  return parts.reduce((text, part) => text.replaceAll(`"k":"${part}"`, '"k":"?"'), rows.replaceAll(`"c":${JSON.stringify(parts)}`, '"c":"?"'));
}
