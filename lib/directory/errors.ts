import { AppError } from "@/lib/errors";

/** The directory gave no full answer, so nothing may be concluded from it; `cause` says why. */
export class DirectoryUnavailable extends AppError {
  override name = "DirectoryUnavailable";

  constructor(cause: unknown) {
    super("UNAVAILABLE", "The directory did not answer in full, so nothing was done. Try again in a moment.", { cause });
  }
}

/** A port that the local directory needs is taken; the message names it and the variable that moves it. */
export class PortInUse extends Error {
  override name = "PortInUse";

  constructor(
    readonly port: number,
    readonly variable: string,
  ) {
    super(`Port ${port} is in use: stop the program that uses it, or set ${variable} to a free port.`);
  }
}
