import type { NextRequest } from "next/server";
import { beginSignIn, keepInvitation } from "@/lib/auth/next-auth";

/** Keeps the invitation's code in this browser for a few minutes and goes on to the directory, in one POST. */
export async function POST(request: NextRequest): Promise<Response> {
  return (await keepInvitation(request)) ?? beginSignIn(request);
}
