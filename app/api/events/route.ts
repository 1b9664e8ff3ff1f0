import type { NextRequest } from "next/server";
import { silentVisitor } from "@/lib/adapters/sign-in/visitor";
import { roomForStream } from "@/lib/adapters/web/live/hub";
import { endedMessage, standingOf } from "@/lib/adapters/web/live/standing";
import { eventStream } from "@/lib/adapters/web/live/stream";

/** Pages reconnect on their own; other clients read these seconds. */
const FULL = {
  "person-is-full": { status: 429, text: "too many", seconds: "60" },
  "process-is-full": { status: 503, text: "full", seconds: "15" },
};
/** Stops proxies from buffering events. */
const headers = { "x-accel-buffering": "no" };

/** Streams session events to an open page. An outage answers 503 and never ends the session. */
export async function GET(request: NextRequest): Promise<Response> {
  const mark = request.nextUrl.searchParams.get("seen")?.slice(0, 100) ?? "";
  const visitor = await silentVisitor().catch(() => null);
  if (!visitor) return new Response("unavailable", { status: 503, headers });
  if (visitor.kind === "signed-out") return Response.json(endedMessage(visitor.why), { status: 401, headers });
  const { principal, request: from } = visitor.caller;
  const sessionId = from.sessionId ?? "";
  const room = roomForStream(principal.userId);
  if (room !== "room") {
    const { status, text, seconds } = FULL[room];
    return new Response(text, { status, headers: { ...headers, "retry-after": seconds } });
  }
  const now = standingOf(principal, visitor.shell.authzVersion);
  return new Response(eventStream({ sessionId, now, mark }, request.signal), { headers: { ...headers, "content-type": "text/event-stream" } });
}
