import "server-only";
import type { Message } from "./render";
import { unseal } from "./seal";
import { compose, isLetter } from "./templates";

/** The message behind a sealed text; null when this portal's secret did not seal it, or this version does not know it. */
export async function readLetter(sealed: string): Promise<Message | null> {
  const letter = await unseal(sealed).catch(() => null);
  return isLetter(letter) ? compose(letter) : null;
}
