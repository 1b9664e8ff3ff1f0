import { connection } from "next/server";

/** For supervisors: 200 while the process answers at all, whatever its database does. */
export async function GET(): Promise<Response> {
  await connection();
  return new Response("ok", { headers: { "cache-control": "no-store" } });
}
