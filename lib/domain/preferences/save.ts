import "server-only";
import type { cookies } from "next/headers";
import { cookieOptions } from "@/lib/platform/sessions/cookies";
import { preferenceCookie } from "./read";
import { PREFERENCE_KEYS, type Preferences } from "./schema";

const ONE_YEAR = 365 * 24 * 60 * 60;

/** Saves the preferences in this browser. */
export function savePreferences(
  jar: Awaited<ReturnType<typeof cookies>>,
  chosen: { readonly [key in keyof Preferences]?: Preferences[key] | undefined },
): void {
  for (const key of PREFERENCE_KEYS) {
    const value = chosen[key];
    if (value) jar.set(preferenceCookie(key), value, { ...cookieOptions(), maxAge: ONE_YEAR });
  }
}
