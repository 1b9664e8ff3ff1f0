import "server-only";
import { cookies } from "next/headers";
import { cache } from "react";
import { PREFERENCE_KEYS, type Preferences, preferencesFrom } from "./schema";

export const preferenceCookie = (key: keyof Preferences): string => `rolebook.${key}`;

/** This browser's preferences. */
export const preferences = cache(async (): Promise<Preferences> => {
  const jar = await cookies();
  return preferencesFrom(Object.fromEntries(PREFERENCE_KEYS.map((key) => [key, jar.get(preferenceCookie(key))?.value])));
});
