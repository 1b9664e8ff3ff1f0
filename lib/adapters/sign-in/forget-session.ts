import "server-only";
import type { cookies } from "next/headers";
import { cookieNames, cookieOptions } from "@/lib/platform/sessions/cookies";

/** Deletes the session cookie after the session has ended. */
export const forgetSession = (jar: Awaited<ReturnType<typeof cookies>>): void => {
  jar.set(cookieNames.session(), "", { ...cookieOptions(), maxAge: 0 });
};
