import "server-only";
import type { cookies } from "next/headers";
import { cookieNames, cookieOptions } from "@/lib/platform/sessions/cookies";

/** Takes the session's cookie out of this browser, once the session itself has ended. */
export const forgetSession = (jar: Awaited<ReturnType<typeof cookies>>): void => {
  jar.set(cookieNames.session(), "", { ...cookieOptions(), maxAge: 0 });
};
