import { type LocalPath, localPath } from "@/lib/platform/local-path";

/**
 * Where to go after signing in, as a cookie's value. It uses characters that need no encoding: Next decodes next-auth's own cookie
 * once too often, which breaks filters such as "q=R%26status%3Dterminated".
 */
export const toReturnCookie = (path: LocalPath): string => Buffer.from(path, "utf8").toString("base64url");

/** The decoded path; the start page when the value is invalid. */
export const fromReturnCookie = (value: string | undefined): LocalPath => localPath(Buffer.from(value ?? "", "base64url").toString("utf8"));
