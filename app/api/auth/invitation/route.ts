import type { NextRequest } from "next/server";
import { keepInvitation } from "@/lib/adapters/sign-in/keep-invitation";

/** Takes the code of an invitation, in a POST whose body no log keeps. */
export async function POST(request: NextRequest): Promise<Response> {
  return keepInvitation(request);
}
