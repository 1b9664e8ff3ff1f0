import "server-only";
import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import { sessionSecret, sessionSecrets } from "@/lib/platform/env";

const sessionToken = z.object({
  sid: z.uuid(),
  tid: z.guid(),
  oid: z.guid(),
  /** Role, permissions and authorization version at sign-in. Informational, never trusted: the database decides. */
  role: z.string(),
  permissions: z.array(z.string()),
  version: z.number().int(),
});

/** The contents of the encrypted session cookie. */
export type SessionToken = z.infer<typeof sessionToken>;

/** A sealed payload, with the secret that opened it; null when no secret does, or it has expired. */
export async function unsealWithAny(sealed: string, salt = ""): Promise<{ readonly secret: string; readonly content: unknown } | null> {
  for (const secret of sessionSecrets()) {
    const content = await decode({ token: sealed, secret, salt }).catch(() => null);
    if (content) return { secret, content };
  }
  return null;
}

/** The token in a session cookie; null when it is missing, altered, expired or sealed with another key. */
export async function readToken(cookie: string | undefined): Promise<SessionToken | null> {
  if (!cookie) return null;
  const parsed = sessionToken.safeParse((await unsealWithAny(cookie))?.content);
  return parsed.success ? parsed.data : null;
}

/** The cookie value for a token; it expires after `maxAge` seconds whatever the session row says. */
export const writeToken = (token: SessionToken, maxAge: number): Promise<string> => encode({ token, secret: sessionSecret(), maxAge });
