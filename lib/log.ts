import "server-only";

type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** One JSON object a line, so that nothing a caller sends can forge a second entry. Never give it a token or a cookie. */
function write(level: "info" | "warn" | "error", event: string, fields: Fields): void {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, event, ...fields })}\n`);
}

export const log = {
  info: (event: string, fields: Fields = {}) => write("info", event, fields),
  warn: (event: string, fields: Fields = {}) => write("warn", event, fields),
  /** Logs an unexpected error under a new id and returns the id, which is all that the person sees. */
  error(event: string, error: unknown, fields: Fields = {}): string {
    const errorId = crypto.randomUUID();
    const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
    write("error", event, { errorId, message, stack, ...fields });
    return errorId;
  },
};
