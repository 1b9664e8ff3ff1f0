import type { NextRequest } from "next/server";
import { keepInvitation } from "@/lib/adapters/sign-in/keep-invitation";

/** Accepts an invitation's code in a POST body, which is never logged. */
export async function POST(request: NextRequest): Promise<Response> {
  return keepInvitation(request);
}
