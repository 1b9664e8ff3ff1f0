import { z } from "zod";

/** Addresses that may be invited; pure. One mailbox has one spelling here, so that nobody is invited twice or in another's likeness. */

/** Longest address that mail can be sent to (RFC 5321). */
const LONGEST = 254;

const pattern = z.email();

const SCRIPTS = ["Cyrillic", "Greek", "Armenian", "Hebrew", "Arabic", "Han", "Latin"] as const;
const scriptOf = (letter: string): string => {
  const script = SCRIPTS.find((name) => new RegExp(`\\p{Script=${name}}`, "u").test(letter));
  return script ? `, ${script}` : "";
};

/** The first letter that a plain keyboard does not have: it may look like one that it is not. Names it, so that one can find it. */
export function foreignLetter(address: string): string | null {
  const [letter] = /[^\u0020-\u007e]/u.exec(address) ?? [];
  if (letter === undefined) return null;
  const shown = /\p{L}|\p{N}|\p{P}|\p{S}/u.test(letter) ? `“${letter}” ` : "";
  return `${shown}(U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}${scriptOf(letter)})`;
}

/**
 * An e-mail address: ASCII alone, since a letter of another script may look like one of these and lead to somebody else. A domain
 * with other letters is written in its xn-- form, which cannot be mistaken. The domain's case is folded; case never makes another address.
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
  .transform((address) => address.replace(/@.*$/, (domain) => domain.toLowerCase()));

/** Two addresses are the same mailbox whatever their case. */
export const sameAddress = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
