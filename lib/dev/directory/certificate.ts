import { generate } from "selfsigned";

export type TlsIdentity = { key: string; cert: string };

/** A fresh key and a self-signed certificate for `localhost` that cannot sign others. */
export async function makeTlsIdentity(): Promise<TlsIdentity> {
  const { private: key, cert } = await generate([{ name: "commonName", value: "Rolebook local directory" }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      { name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] },
    ],
  });
  return { key, cert };
}
