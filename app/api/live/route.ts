import { connection } from "next/server";

/** For supervisors: 200 while the process responds, whatever the state of its database. */
export async function GET(): Promise<Response> {
  await connection();
  return new Response("ok", { headers: { "cache-control": "no-store" } });
}
