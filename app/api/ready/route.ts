import { connection } from "next/server";
import { readiness } from "@/lib/platform/health/ready";

/**
 * For load balancers: 200 while the process can write to its database, the migrations match the code and it is not draining;
 * otherwise 503 within two seconds. Reveals nothing else.
 */
export async function GET(): Promise<Response> {
  await connection();
  const isReady = (await readiness()) === "ready";
  return new Response(isReady ? "ok" : "unavailable", {
    status: isReady ? 200 : 503,
    headers: { "cache-control": "no-store", ...(isReady ? {} : { "retry-after": "5" }) },
  });
}
