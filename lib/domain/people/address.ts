import { z } from "zod";

/**
 * E-mail addresses that may be invited; pure. One mailbox has one spelling, so nobody is invited twice or
 * impersonated.
 */

/** The longest address that mail can be sent to (RFC 5321). */
const LONGEST = 254;

const pattern = z.email();

const SCRIPTS = ["Cyrillic", "Greek", "Armenian", "Hebrew", "Arabic", "Han", "Latin"] as const;
const scriptOf = (letter: string): string => {
  const script = SCRIPTS.find((name) => new RegExp(`\\p{Script=${name}}`, "u").test(letter));
  return script ? `, ${script}` : "";
};

/** The first non-ASCII letter, which may look like another one; named so that the person can find it. */
export function foreignLetter(address: string): string | null {
  const [letter] = /[^\u0020-\u007e]/u.exec(address) ?? [];
  if (letter === undefined) return null;
  const shown = /\p{L}|\p{N}|\p{P}|\p{S}/u.test(letter) ? `“${letter}” ` : "";
  return `${shown}(U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}${scriptOf(letter)})`;
}

/**
 * An e-mail address, ASCII only, because letters of another script may look alike and lead to somebody else.
 * Internationalised domains use their xn-- form. The domain is lower-cased; addresses are compared ignoring
 * case.
 */
export const emailAddress = z
  .string("The e-mail address must be text.")
  .max(LONGEST * 4, "This is too long for an e-mail address.")
  .trim()
  .min(1, "The e-mail address is missing.")
  .superRefine((address, context) => {
    const letter = foreignLetter(address);
    if (letter)
      context.addIssue({
        code: "custom",
        message: `The address has ${letter}, which is not the plain letter it may look like. Type it again in plain letters.`,
      });
    else if (address.length > LONGEST || !pattern.safeParse(address).success)
      context.addIssue({ code: "custom", message: "This is not an e-mail address, such as tane.walker@kauri.example." });
  })
  .transform((address) => address.replace(/@.*$/, (domain) => domain.toLowerCase()))
  .meta({ minLength: 1, maxLength: LONGEST });

/** Lower case for A to Z alone, as the database folds addresses and sign-in names: Unicode would fold the Kelvin sign to a plain k. */
export const folded = (address: string): string => address.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** Whether two addresses are the same mailbox: compared ignoring case. */
export const sameAddress = (one: string, other: string): boolean => folded(one) === folded(other);
