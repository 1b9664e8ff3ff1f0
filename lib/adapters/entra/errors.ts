import { AppError } from "@/lib/platform/errors";

/** The directory's answer is missing or incomplete, so nothing follows from it; `cause` says why. */
export class DirectoryUnavailable extends AppError {
  override name = "DirectoryUnavailable";

  constructor(cause: unknown) {
    super("UNAVAILABLE", "The directory did not answer in full, so nothing was done. Try again in a moment.", { cause });
  }
}

/** A port that cannot be used. The message says why and names the variable that changes it. */
export class PortInUse extends Error {
  override name = "PortInUse";

  constructor(
    readonly port: number,
    readonly variable: string,
    code = "EADDRINUSE",
  ) {
    super(
      code === "EACCES"
        ? `Port ${port} may not be used by this user, as ports below 1024 often may not: set ${variable} to a higher one and let a reverse proxy listen on ${port}.`
        : `Port ${port} is in use: stop the program that uses it, or set ${variable} to a free port.`,
    );
  }
}

/** Turns a listen error about the port into `PortInUse`; other errors pass through. */
export function portProblem(error: unknown, port: number, variable: string): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return code === "EADDRINUSE" || code === "EACCES" ? new PortInUse(port, variable, code) : error;
}
