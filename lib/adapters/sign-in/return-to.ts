import { type LocalPath, localPath } from "@/lib/platform/local-path";

/**
 * Where to go after signing in, as a cookie's value. In letters that no cookie jar and no address encodes: next-auth's own cookie is
 * decoded once too often on its way through Next, which makes another filter of "q=R%26status%3Dterminated".
 */
export const toReturnCookie = (path: LocalPath): string => Buffer.from(path, "utf8").toString("base64url");

/** The path again; the start page when the value is none. */
export const fromReturnCookie = (value: string | undefined): LocalPath => localPath(Buffer.from(value ?? "", "base64url").toString("utf8"));
