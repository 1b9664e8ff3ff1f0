import "server-only";
import { createHash, randomBytes } from "node:crypto";

/** 256 random bits in base64url. */
const SHAPE = /^[A-Za-z0-9_-]{43}$/;

export const newInvitationToken = (): string => randomBytes(32).toString("base64url");

/** Whether a text has a token's shape; only such texts are looked up. */
export const isInvitationToken = (value: unknown): value is string => typeof value === "string" && SHAPE.test(value);

/** The stored SHA-256 of a token. */
export const hashInvitationToken = (token: string): Uint8Array<ArrayBuffer> => new Uint8Array(createHash("sha256").update(token).digest());
