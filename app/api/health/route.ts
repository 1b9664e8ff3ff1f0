import { connection } from "next/server";
import { inSystem } from "@/lib/db/scope";

/** For load balancers: 200 when this process reaches its database, else 503. Says nothing else to anybody. */
export async function GET(): Promise<Response> {
  await connection();
  try {
    await inSystem((tx) => tx.$queryRaw`SELECT 1`);
    return new Response("ok", { headers: { "cache-control": "no-store" } });
  } catch {
    return new Response("unavailable", { status: 503, headers: { "cache-control": "no-store" } });
  }
}
