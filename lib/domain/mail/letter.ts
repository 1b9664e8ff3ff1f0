import "server-only";
import type { Message } from "./render";
import { unseal } from "./seal";
import { compose, isLetter } from "./templates";

/** The link of a sealed invitation; null where it is no such letter, or cannot be read. */
export async function readInvitationLink(sealed: string): Promise<string | null> {
  const letter = await unseal(sealed).catch(() => null);
  return isLetter(letter) && letter.template === "invitation" ? letter.params.link : null;
}

/** The message behind a sealed text; null when this portal's secret did not seal it, or this version does not know it. */
export async function readLetter(sealed: string): Promise<Message | null> {
  const letter = await unseal(sealed).catch(() => null);
  return isLetter(letter) ? compose(letter) : null;
}
