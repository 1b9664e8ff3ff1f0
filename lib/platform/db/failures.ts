import { z } from "zod";
import { AppError, unavailable } from "@/lib/platform/errors";

/** Prisma: cannot reach, timed out, connection closed, pool exhausted, transaction gone. Node: the same of a socket. */
const OUTAGE_CODES =
  /^(P1001|P1002|P1008|P1017|P2024|P2028|P2037|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections|TlsConnectionError)$/;

/**
 * PostgreSQL: connection lost (08), out of disk, memory or connections (53), shut down or starting (57P), its disk fails (58), read-only
 * (25006), a limit for statements, locks or idling.
 */
const OUTAGE_STATES = /^(08...|53...|57P..|58...|25006|25P03|57014|55P03)$/;

const OUTAGE_WORDS =
  /terminated unexpectedly|connection terminated|not (?:yet |currently )?accepting connections|timeout exceeded when trying to connect|Query read timeout|DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections|TlsConnectionError|PGlite is closed|not queryable/i;

/** Serialization failure and deadlock, as PostgreSQL says it and as Prisma does. */
const CONFLICTS = /^(40001|40P01|P2034|TransactionWriteConflict)$/;

/** Not Prisma's own codes, which look alike. */
const SQL_STATE = /^(?!P[1-9])[0-9A-Z]{5}$/;

/** An outage becomes UNAVAILABLE, which is neither a denial nor a grant; anything else passes unchanged. */
export function asAppError(thrown: unknown): unknown {
  if (thrown instanceof AppError) return thrown;
  const isOutage = causes(thrown).some(
    (error) => codesOf(error).some((code) => OUTAGE_CODES.test(code) || OUTAGE_STATES.test(code)) || OUTAGE_WORDS.test(error.message),
  );
  return isOutage ? unavailable(thrown) : thrown;
}

/** True when another transaction got in the way: the same may well succeed when it is run again. */
export const isConflict = (thrown: unknown): boolean => causes(thrown).some((error) => codesOf(error).some((code) => CONFLICTS.test(code)));

/** True when the server answered, and said no: what it was asked for did not happen. */
export const isRefusedByServer = (thrown: unknown): boolean =>
  !(asAppError(thrown) instanceof AppError) && causes(thrown).some((error) => codesOf(error).some((code) => SQL_STATE.test(code)));

const causes = (error: unknown, depth = 0): Error[] => (error instanceof Error && depth < 5 ? [error, ...causes(error.cause, depth + 1)] : []);

const ownCode = z.object({ code: z.string() });
/** What an adapter throws keeps PostgreSQL's code and its own word for it in a cause that is no error. */
const adapterCause = z.object({ cause: z.object({ kind: z.string().optional(), originalCode: z.string().optional() }) });
const adapterError = z.object({ meta: z.object({ driverAdapterError: adapterCause }) });

/** An error's own code, and PostgreSQL's, which the client keeps inside what its adapter threw. */
function codesOf(error: Error): readonly string[] {
  const own = ownCode.safeParse(error).data?.code;
  const { kind, originalCode } = (adapterError.safeParse(error).data?.meta.driverAdapterError ?? adapterCause.safeParse(error).data)?.cause ?? {};
  return [own, originalCode, kind].filter((code) => code !== undefined);
}

/** True when a write hit a UNIQUE constraint. */
export const isUniqueViolation = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "P2002";
