import "server-only";
import { currentRequestId } from "./request-context";

type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** One JSON object a line, so no input can forge an entry. Never pass it a token or a cookie. */
function write(level: "info" | "warn" | "error", event: string, fields: Fields): void {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, event, requestId: currentRequestId(), ...fields })}\n`);
}

export const log = {
  info: (event: string, fields: Fields = {}) => write("info", event, fields),
  warn: (event: string, fields: Fields = {}) => write("warn", event, fields),
  /** Logs an unexpected error and returns its new id, which is all that the person sees. */
  error(event: string, error: unknown, fields: Fields = {}): string {
    const errorId = crypto.randomUUID();
    const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
    write("error", event, { errorId, code: codeOf(error), message, cause: causeOf(error), stack, ...fields });
    return errorId;
  },
};

const codeOf = (error: unknown): string | undefined => (error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined);

/** An error's causes, the root cause last. */
function causeOf(error: unknown): string | undefined {
  const causes: string[] = [];
  for (let cause = error instanceof Error ? error.cause : undefined; cause !== undefined && causes.length < 5; ) {
    const code = codeOf(cause);
    causes.push(`${code ? `${code}: ` : ""}${cause instanceof Error ? cause.message : textOf(cause)}`);
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return causes.length > 0 ? causes.join(" < ") : undefined;
}

function textOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}

/** Turns console output of the framework and libraries into log lines; theirs span lines and have no time. */
export function logConsole(): void {
  const printed =
    (level: "info" | "warn" | "error") =>
    (...values: readonly unknown[]) => {
      const error = values.find((value) => value instanceof Error);
      // `logRequestError` logs failed requests, with the request's details.
      if (error && "digest" in error) return;
      const message = values.filter((value) => value !== error).map((value) => (typeof value === "string" ? value : textOf(value)));
      if (error) log.error("console", error, { printed: message.join(" ") });
      else write(level, "console", { message: message.join(" ") });
    };
  console.log = printed("info");
  console.info = printed("info");
  console.debug = printed("info");
  console.warn = printed("warn");
  console.error = printed("error");
}
