declare const local: unique symbol;

/** A path of this portal that is safe as a link or redirect. Only `localPath` makes one from external input. */
export type LocalPath = `/${string}` & { readonly [local]: true };

type Letter =
  | "a"
  | "b"
  | "c"
  | "d"
  | "e"
  | "f"
  | "g"
  | "h"
  | "i"
  | "j"
  | "k"
  | "l"
  | "m"
  | "n"
  | "o"
  | "p"
  | "q"
  | "r"
  | "s"
  | "t"
  | "u"
  | "v"
  | "w"
  | "x"
  | "y"
  | "z";

type Mark = "?" | "#";

/**
 * A page path written in code. "//host" and "/\\host" are other sites, so `/admin/${value}` is accepted and
 * `/${value}` is not.
 */
export type PagePath = `/${Letter}${string}`;
/** The same, the start page and the current page, with a query or fragment. */
export type WrittenPath = "" | "/" | `${Mark}${string}` | `/${Mark}${string}` | PagePath;
/** What a link accepts: a path written in code, or external input through `localPath`. */
export type PageAddress = LocalPath | WrittenPath;

/** Resolved against a host that nothing else can name, which exposes every path that leaves it. */
const HERE = new URL("http://portal.invalid");

/** A path of this portal, or its start page; never another site, however it is written. */
export function localPath(value: unknown): LocalPath {
  if (typeof value !== "string" || !value.startsWith("/")) return branded("/");
  const url = URL.canParse(value, HERE) ? new URL(value, HERE) : HERE;
  const path = `${url.pathname}${url.search}`;
  // "/.//host" resolves to "//host", which is another site when it is resolved again.
  return branded(url.origin === HERE.origin && !path.startsWith("//") ? path : "/");
}

const branded = (path: string) => path as LocalPath;
