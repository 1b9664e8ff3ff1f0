import "server-only";
import type { NextRequest } from "next/server";
import { z } from "zod";
import { cookieNames } from "@/lib/platform/sessions/cookies";
import { unsealWithAny } from "@/lib/platform/sessions/token";

/**
 * The secret with which this portal began the sign-in that an answer is for, also where it was replaced meanwhile: the state cookie opens
 * with it and holds the state that came back. Null for whoever made a cookie up or brings another state: they began nothing here, and
 * leave nothing on the record.
 */
export async function begunWith(request: NextRequest): Promise<string | null> {
  const name = cookieNames.state();
  const state = request.nextUrl.searchParams.get("state");
  const opened = await unsealWithAny(request.cookies.get(name)?.value ?? "", name);
  const held = z.object({ value: z.string() }).safeParse(opened?.content);
  return opened && held.success && held.data.value === state ? opened.secret : null;
}
