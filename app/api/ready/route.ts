import { connection } from "next/server";
import { readiness } from "@/lib/platform/health/ready";

/**
 * For load balancers: 200 while this process can write to its database, whose migrations are those of the code, and is not about to
 * stop; else 503 within two seconds. Says nothing else to anybody.
 */
export async function GET(): Promise<Response> {
  await connection();
  const isReady = (await readiness()) === "ready";
  return new Response(isReady ? "ok" : "unavailable", {
    status: isReady ? 200 : 503,
    headers: { "cache-control": "no-store", ...(isReady ? {} : { "retry-after": "5" }) },
  });
}
