import type { DirectoryRefusal, Refusal } from "./refusal";

/** The directory's refusal: the OAuth error and its description. */
export type DirectoryError = { readonly error: string; readonly description: string };

/** Entra's error numbers, grouped by remedy. Source: learn.microsoft.com/entra/identity-platform/reference-error-codes. */
const BY_NUMBER: Readonly<Record<DirectoryRefusal, readonly number[]>> = {
  CONSENT_MISSING: [65001, 65004, 90008, 90094, 650051, 650052, 650056, 650057],
  // The secret is wrong or has expired, or the application or its address is not registered.
  PORTAL_NOT_KNOWN_TO_DIRECTORY: [7000215, 7000222, 7000218, 7000216, 700016, 700027, 70001, 500113, 50011, 7000112, 700025, 90002],
  ACCOUNT_NOT_ALLOWED: [50105, 50020, 50034, 50053, 50055, 50057, 50131, 90072, 51004],
  DIRECTORY_POLICY: [53000, 53001, 53002, 53003, 53004, 53011, 50005, 50072, 50074, 50076, 50079, 50158, 530032, 500121, 530034],
  DIRECTORY_TRY_AGAIN: [90033, 90024, 50196, 90055, 900561, 700082, 54005, 70008, 90006, 90010],
  DIRECTORY_ERROR: [],
};

/** OAuth and OpenID Connect errors, for descriptions without a number. */
const BY_ERROR: Readonly<Record<string, DirectoryRefusal>> = {
  consent_required: "CONSENT_MISSING",
  Authorization_RequestDenied: "CONSENT_MISSING",
  invalid_client: "PORTAL_NOT_KNOWN_TO_DIRECTORY",
  unauthorized_client: "PORTAL_NOT_KNOWN_TO_DIRECTORY",
  invalid_resource: "PORTAL_NOT_KNOWN_TO_DIRECTORY",
  server_error: "DIRECTORY_TRY_AGAIN",
  temporarily_unavailable: "DIRECTORY_TRY_AGAIN",
  login_required: "DIRECTORY_TRY_AGAIN",
  interaction_required: "DIRECTORY_POLICY",
  invalid_scope: "DIRECTORY_ERROR",
  invalid_request: "DIRECTORY_ERROR",
  unsupported_response_type: "DIRECTORY_ERROR",
};

/** The refusal code for a directory error; null when unknown. */
export function refusalOf({ error, description }: DirectoryError): Refusal | null {
  const number = Number(/AADSTS(\d{4,8})\b/.exec(`${description} ${error}`)?.[1] ?? Number.NaN);
  const known = Object.entries(BY_NUMBER).find(([, numbers]) => numbers.includes(number))?.[0] as DirectoryRefusal | undefined;
  const code = known ?? (Object.hasOwn(BY_ERROR, error) ? BY_ERROR[error] : undefined) ?? (Number.isNaN(number) ? undefined : "DIRECTORY_ERROR");
  return code ? { code, ...(Number.isNaN(number) ? {} : { directoryCode: number }) } : null;
}

/** The same for an error thrown by openid-client, msal-node or Graph, at any depth of `cause`. */
export function refusalBehind(thrown: unknown): Refusal | null {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 6; error = error.cause, depth++) {
    const found = refusalOf({ error: nameOf(error), description: descriptionOf(error) });
    if (found) return found;
  }
  return null;
}

/** Fields of openid-client, msal-node and Graph. next-auth keeps only the message, "error (description)". */
const nameOf = (error: Error): string =>
  fieldOf(error, "error") || fieldOf(error, "errorCode") || fieldOf(error, "code") || (/^(\w+)(?: \(|$)/.exec(error.message)?.[1] ?? "");

const descriptionOf = (error: Error): string => `${fieldOf(error, "error_description")} ${error.message}`;

const fieldOf = (error: Error, name: string): string => {
  const value: unknown = Reflect.get(error, name);
  return typeof value === "string" ? value : "";
};
