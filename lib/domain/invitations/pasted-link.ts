import { isInvitationToken } from "./token";

/** Finding the code of an invitation in what somebody pasted: the link as mail programs, chats and people pass it on. */

const CODE = /(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/;
/** Blanks of every kind, what parts words without being seen, the marks of quoted mail, and a line that quoted-printable has wrapped. */
const WRAPPING = /=\r?\n|[\s\u00ad\u200b-\u200d\u2060\ufeff>]+/g;

/**
 * The code in a pasted text; null where there is none. Takes the link between angle brackets or quotation marks, with a full stop after
 * it, wrapped over lines, rewritten by a link scanner, or the code alone.
 */
export function invitationCodeIn(pasted: unknown): string | null {
  if (typeof pasted !== "string") return null;
  const text = pasted.replace(/%23/gi, "#");
  for (const candidate of [text, text.replace(WRAPPING, "")]) {
    const afterMark = candidate.includes("#") ? candidate.slice(candidate.lastIndexOf("#") + 1) : candidate;
    const [code] = CODE.exec(afterMark) ?? [];
    if (isInvitationToken(code)) return code;
  }
  return null;
}
