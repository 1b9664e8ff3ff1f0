import "server-only";
import { hkdfSync } from "node:crypto";
import { CompactEncrypt, compactDecrypt } from "jose";
import { sessionSecret, sessionSecrets } from "@/lib/platform/env";

/** Waiting messages hold secret links: what is stored is encrypted, so that a copy of the database opens no invitation. */
const keyOf = (secret: string) => new Uint8Array(hkdfSync("sha256", secret, "", "rolebook mail", 32));

export const seal = (value: unknown): Promise<string> =>
  new CompactEncrypt(new TextEncoder().encode(JSON.stringify(value))).setProtectedHeader({ alg: "dir", enc: "A256GCM" }).encrypt(keyOf(sessionSecret()));

/** Throws for anything that none of this portal's secrets sealed. */
export async function unseal(sealed: string): Promise<unknown> {
  const { plaintext } = await Promise.any(sessionSecrets().map((secret) => compactDecrypt(sealed, keyOf(secret))));
  return JSON.parse(new TextDecoder().decode(plaintext));
}
