declare const local: unique symbol;

/** A path of this portal that may become a link or a redirect. Only `localPath` makes one out of an address from outside. */
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

/** A page as its path is written out in code. "//host" and "/\\host" are other sites, so that `/admin/${value}` is one and `/${value}` is not. */
export type PagePath = `/${Letter}${string}`;
/** The same, the start page and this very page, with a query or a place on it. */
export type WrittenPath = "" | "/" | `${Mark}${string}` | `/${Mark}${string}` | PagePath;
/** What a link may lead to: written in code, or from outside by way of `localPath`. Nothing else compiles. */
export type PageAddress = LocalPath | WrittenPath;

/** Resolved against a host that nothing else can name, so that whatever leads away from it shows. */
const HERE = new URL("http://portal.invalid");

/** A path of this portal, or its start page: never another site, however it is written. */
export function localPath(value: unknown): LocalPath {
  if (typeof value !== "string" || !value.startsWith("/")) return branded("/");
  const url = URL.canParse(value, HERE) ? new URL(value, HERE) : HERE;
  const path = `${url.pathname}${url.search}`;
  // "/.//host" resolves to "//host", which is another site for whoever resolves it once more.
  return branded(url.origin === HERE.origin && !path.startsWith("//") ? path : "/");
}

const branded = (path: string) => path as LocalPath;
