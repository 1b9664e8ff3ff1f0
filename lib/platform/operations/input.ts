import { z } from "zod";
import { REASON_LENGTH } from "./reason-length";

/**
 * Building blocks for inputs, typed as JSON. Every input is a strict object: unknown fields and other shapes
 * are rejected.
 */

/**
 * Control, invisible and direction-changing characters, and symbols drawn as blanks; line breaks, tabs and the
 * joiners of some scripts are text.
 */
const UNSEEN = /(?![\t\n\r\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]|\u034f|\u17b4|\u17b5/u;

/** Whether every character of a text can be displayed and stored. */
export const isStorable = (value: string): boolean => value.isWellFormed() && !UNSEEN.test(value);

const LINES = /[\t\n\r]/;

/**
 * Text that a person types: trimmed, bounded, NFC, without control, invisible or direction-changing characters.
 * One line, unless the field takes several. Its limits are published with its schema, since they count after trimming.
 */
export const text = (limits: { min?: number; max: number; label: string; lines?: "several" }) =>
  z
    .string(`${limits.label} must be text.`)
    .max(limits.max * 4, `${limits.label} may have ${limits.max} characters at most.`)
    .refine(isStorable, `${limits.label} has characters that cannot be stored.`)
    .transform((value) => value.normalize("NFC").trim())
    .refine((value) => limits.lines === "several" || !LINES.test(value), `${limits.label} must be on one line, without tabs.`)
    .refine(
      (value) => value.length >= (limits.min ?? 1),
      limits.min && limits.min > 1 ? `${limits.label} needs at least ${limits.min} characters.` : `${limits.label} is missing.`,
    )
    .refine((value) => value.length <= limits.max, `${limits.label} may have ${limits.max} characters at most.`)
    .meta({ minLength: limits.min ?? 1, maxLength: limits.max });

/** The reason for an action; recorded. */
export const reason = text({ min: REASON_LENGTH.min, max: REASON_LENGTH.max, label: "The reason", lines: "several" });

/** An e-mail address to write to; a label, never a key. */
export const email = text({ max: 254, label: "The e-mail address" }).pipe(z.email("This is not an e-mail address. Write it like name@company.example."));

export const id = z.uuid("This is not an identifier of the portal.");

const INCOMPLETE = "This form is not complete; open it again.";

/** The number of edits when it was shown; zero when it did not exist yet. */
export const versionOrNone = z.int(INCOMPLETE).min(0, INCOMPLETE).max(999_999_999, INCOMPLETE);

/** The version that the person saw. */
export const version = versionOrNone.min(1, INCOMPLETE);

/** The hidden field that names the person a form was drawn for. */
export const DRAWN_FOR = "drawnFor";

/**
 * A form's fields as one string each. Null for anything else a direct POST may carry: files, repeated fields,
 * other content types.
 */
export function fieldsOf(form: unknown): Record<string, string> | null {
  if (!(form instanceof FormData)) return null;
  const fields: Record<string, string> = {};
  for (const [name, value] of form) {
    if (name.startsWith("$ACTION")) continue;
    if (typeof value !== "string" || Object.hasOwn(fields, name)) return null;
    Object.defineProperty(fields, name, { value, enumerable: true });
  }
  return fields;
}

/**
 * The form with these files as text. Invalid bytes become U+FFFD, for the schema to reject; a missing file is
 * empty text.
 */
export async function withFilesAsText(form: unknown, names: readonly string[]): Promise<unknown> {
  if (!(form instanceof FormData) || names.length === 0) return form;
  const read = new FormData();
  for (const [name, value] of form) read.append(name, value instanceof File && names.includes(name) ? await textOf(value) : value);
  return read;
}

/** UTF-8, unless the file starts with the UTF-16 byte order mark, which spreadsheets call “Unicode text”. */
async function textOf(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const [first, second] = bytes;
  const encoding = first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
}
