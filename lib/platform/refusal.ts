import { AppError, type Details, type ErrorCode, type ErrorSubject } from "./errors";

/**
 * Refuses the person, and goes on the record as a denial. Only the seam and the ways in make one themselves; after a grant it is
 * `refuse` of the unit of work that does, and the linter holds domains to that.
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
