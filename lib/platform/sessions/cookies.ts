import { env } from "@/lib/platform/env";

type CookieOptions = { httpOnly: true; sameSite: "lax"; path: "/"; secure: boolean };

/** On https every cookie has a `__Host-` name, which binds it to this host; plain http is for this machine only. */
const isSecure = () => env().APP_URL.startsWith("https://");
const named = (name: string) => `${isSecure() ? "__Host-" : ""}rolebook.${name}`;

export const cookieNames = {
  session: () => named("session"),
  csrf: () => named("csrf"),
  state: () => named("state"),
  pkce: () => named("pkce"),
  nonce: () => named("nonce"),
  callback: () => named("callback"),
  returnTo: () => named("return"),
  invitation: () => named("invitation"),
  flash: () => named("flash"),
};

export const cookieOptions = (): CookieOptions => ({ httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() });
