import { AppError, type Details, type ErrorCode, type ErrorSubject } from "./errors";

/**
 * A denial of the person, which is recorded. Only the seam and the adapters construct one; after a grant,
 * domains call `refuse` of the unit of work, which the linter enforces.
 */
export class Refusal extends AppError {
  override name = "Refusal";
  override readonly code: ErrorCode;
  readonly about: ErrorSubject | undefined;
  constructor(code: ErrorCode, message: string, { about, ...details }: Details & { readonly about?: ErrorSubject | undefined } = {}) {
    super("UNEXPECTED", message, details);
    this.code = code;
    this.about = about;
  }
}
