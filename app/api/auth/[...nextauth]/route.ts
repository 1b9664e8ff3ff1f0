import type { NextRequest } from "next/server";
import { beginSignIn, finishSignIn } from "@/lib/adapters/sign-in/next-auth";

/** Only the two sign-in steps. next-auth's other routes (session, _log, providers, csrf, signout) are not exposed. */

type Context = { params: Promise<{ nextauth: string[] }> };

const notFound = () => new Response("Not found", { status: 404 });

export async function GET(request: NextRequest, { params }: Context): Promise<Response> {
  return (await params).nextauth.join("/") === "callback/azure-ad" ? finishSignIn(request) : notFound();
}

export async function POST(request: NextRequest, { params }: Context): Promise<Response> {
  return (await params).nextauth.join("/") === "signin/azure-ad" ? beginSignIn(request) : notFound();
}
