import "server-only";
import type { NextRequest } from "next/server";
import { z } from "zod";
import { cookieNames } from "@/lib/platform/sessions/cookies";
import { unsealWithAny } from "@/lib/platform/sessions/token";

/**
 * The secret that this portal began the sign-in with, even if it has been rotated since: it decrypts the state cookie, which must
 * match the returned state. Null for a forged cookie or another state, which are not audited.
 */
export async function begunWith(request: NextRequest): Promise<string | null> {
  const name = cookieNames.state();
  const state = request.nextUrl.searchParams.get("state");
  const opened = await unsealWithAny(request.cookies.get(name)?.value ?? "", name);
  const held = z.object({ value: z.string() }).safeParse(opened?.content);
  return opened && held.success && held.data.value === state ? opened.secret : null;
}
