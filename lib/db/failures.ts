import { z } from "zod";
import { AppError, unavailable } from "@/lib/errors";

const OUTAGE_CODES = new Set([
  // Prisma: cannot reach, timed out, connection closed, pool exhausted, transaction gone
  "P1001",
  "P1002",
  "P1008",
  "P1017",
  "P2024",
  "P2028",
  "P2037",
  // PostgreSQL: shutdown, crash, cannot connect now, too many connections, statement or idle limit
  "57P01",
  "57P02",
  "57P03",
  "53300",
  "57014",
  "25P03",
  "08000",
  "08003",
  "08006",
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "ETIMEDOUT",
  "EPIPE",
]);

const OUTAGE_WORDS =
  /terminated unexpectedly|connection terminated|not (?:yet |currently )?accepting connections|timeout exceeded when trying to connect|DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections|PGlite is closed|not queryable/i;

/** An outage becomes UNAVAILABLE, which is neither a denial nor a grant; anything else passes unchanged. */
export function asAppError(thrown: unknown): unknown {
  if (thrown instanceof AppError) return thrown;
  for (let error = thrown, depth = 0; error instanceof Error && depth < 5; error = error.cause, depth++) {
    if (codesOf(error).some((code) => OUTAGE_CODES.has(code)) || OUTAGE_WORDS.test(error.message)) return unavailable(thrown);
  }
  return thrown;
}

const ownCode = z.object({ code: z.string() });
const adapterCode = z.object({ meta: z.object({ driverAdapterError: z.object({ cause: z.object({ originalCode: z.string() }) }) }) });

/** An error's own code, and PostgreSQL's, which the client keeps inside what its adapter threw. */
function codesOf(error: Error): readonly string[] {
  const own = ownCode.safeParse(error).data;
  const adapter = adapterCode.safeParse(error).data;
  return [...(own ? [own.code] : []), ...(adapter ? [adapter.meta.driverAdapterError.cause.originalCode] : [])];
}

/** True when a write hit a UNIQUE constraint. */
export const isUniqueViolation = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "P2002";
