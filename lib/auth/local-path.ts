import { env } from "@/lib/env";

/** A path of this portal, or its start page: never another site, however it is written. */
export function localPath(value: unknown): string {
  if (typeof value !== "string" || !value.startsWith("/")) return "/";
  const base = new URL(env().APP_URL);
  const url = URL.canParse(value, base) ? new URL(value, base) : base;
  const path = `${url.pathname}${url.search}`;
  // "/.//host" resolves to "//host", which is another site for whoever resolves it once more.
  return url.origin === base.origin && !path.startsWith("//") ? path : "/";
}
