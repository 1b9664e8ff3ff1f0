declare const local: unique symbol;

/** A path of this portal that may become a link or a redirect. Only `localPath` makes one out of an address from outside. */
export type LocalPath = `/${string}` & { readonly [local]: true };

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
