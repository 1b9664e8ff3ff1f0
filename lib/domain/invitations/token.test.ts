import { expect, test } from "vitest";
import { hashInvitationToken, isInvitationToken, newInvitationToken } from "./token";

test("a token is 256 fresh random bits, stored as a digest", () => {
  const tokens = Array.from({ length: 50 }, newInvitationToken);
  expect(new Set(tokens).size).toBe(50);
  for (const token of tokens) {
    expect(isInvitationToken(token)).toBe(true);
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    expect(Buffer.from(hashInvitationToken(token)).equals(Buffer.from(token, "base64url"))).toBe(false);
  }
});
