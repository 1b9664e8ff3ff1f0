import { isInvitationToken } from "./token";

/** Finds an invitation's token in pasted text, however mail programs, chats and people reformat the link. */

const CODE = /(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/;
/** Blanks of every kind, invisible separators, mail quote marks, and quoted-printable line wraps. */
const WRAPPING = /=\r?\n|[\s\u00ad\u200b-\u200d\u2060\ufeff>]+/g;

/**
 * The token in a pasted text; null when there is none. Accepts a link in angle brackets or quotation marks,
 * with a trailing full stop, wrapped over lines, or rewritten by a link scanner, and the bare token.
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
