import { z } from "zod";
import { AppError, unavailable } from "@/lib/platform/errors";

/** Prisma: unreachable, timed out, connection closed, pool exhausted, transaction gone. Node: the same for sockets. */
const OUTAGE_CODES =
  /^(P1001|P1002|P1008|P1017|P2024|P2028|P2037|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections|TlsConnectionError)$/;

/**
 * PostgreSQL: connection lost (08), out of resources (53), shutting down or starting (57P), I/O error (58),
 * read-only (25006), statement, lock and idle timeouts.
 */
const OUTAGE_STATES = /^(08...|53...|57P..|58...|25006|25P03|57014|55P03)$/;

const OUTAGE_WORDS =
  /terminated unexpectedly|connection terminated|not (?:yet |currently )?accepting connections|timeout exceeded when trying to connect|Query read timeout|DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections|TlsConnectionError|PGlite is closed|not queryable/i;

/** Serialization failure and deadlock, as PostgreSQL and Prisma report them. */
const CONFLICTS = /^(40001|40P01|P2034|TransactionWriteConflict)$/;

/** Excludes Prisma's own codes, which look alike. */
const SQL_STATE = /^(?!P[1-9])[0-9A-Z]{5}$/;

/** Turns an outage into UNAVAILABLE, which is neither a denial nor a grant; other errors pass unchanged. */
export function asAppError(thrown: unknown): unknown {
  if (thrown instanceof AppError) return thrown;
  const isOutage = causes(thrown).some(
    (error) => codesOf(error).some((code) => OUTAGE_CODES.test(code) || OUTAGE_STATES.test(code)) || OUTAGE_WORDS.test(error.message),
  );
  return isOutage ? unavailable(thrown) : thrown;
}

/** Whether another transaction conflicted, so that a retry may succeed. */
export const isConflict = (thrown: unknown): boolean => causes(thrown).some((error) => codesOf(error).some((code) => CONFLICTS.test(code)));

/** Whether the server answered with a refusal, so that the statement had no effect. */
export const isRefusedByServer = (thrown: unknown): boolean =>
  !(asAppError(thrown) instanceof AppError) && causes(thrown).some((error) => codesOf(error).some((code) => SQL_STATE.test(code)));

const causes = (error: unknown, depth = 0): Error[] => (error instanceof Error && depth < 5 ? [error, ...causes(error.cause, depth + 1)] : []);

const ownCode = z.object({ code: z.string() });
/** Adapter errors keep PostgreSQL's code and message in a cause that is not an Error. */
const adapterCause = z.object({ cause: z.object({ kind: z.string().optional(), originalCode: z.string().optional() }) });
const adapterError = z.object({ meta: z.object({ driverAdapterError: adapterCause }) });

/** An error's own code, and PostgreSQL's code from the adapter error inside it. */
function codesOf(error: Error): readonly string[] {
  const own = ownCode.safeParse(error).data?.code;
  const { kind, originalCode } = (adapterError.safeParse(error).data?.meta.driverAdapterError ?? adapterCause.safeParse(error).data)?.cause ?? {};
  return [own, originalCode, kind].filter((code) => code !== undefined);
}

/** Whether a write violated a UNIQUE constraint. */
export const isUniqueViolation = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "P2002";

/** Whether the server gave a statement up at its time limit. */
export const isStatementTimeout = (thrown: unknown): boolean => causes(thrown).some((error) => codesOf(error).includes("57014"));
