import "server-only";
import { hkdfSync } from "node:crypto";
import { CompactEncrypt, compactDecrypt } from "jose";
import { sessionSecret } from "@/lib/env";

/** Waiting messages hold secret links: what is stored is encrypted, so that a copy of the database opens no invitation. */
const key = () => new Uint8Array(hkdfSync("sha256", sessionSecret(), "", "rolebook mail", 32));

export const seal = (value: unknown): Promise<string> =>
  new CompactEncrypt(new TextEncoder().encode(JSON.stringify(value))).setProtectedHeader({ alg: "dir", enc: "A256GCM" }).encrypt(key());

/** Throws for anything that this portal's secret did not seal. */
export async function unseal(sealed: string): Promise<unknown> {
  const { plaintext } = await compactDecrypt(sealed, key());
  return JSON.parse(new TextDecoder().decode(plaintext));
}
