import { randomUUID } from "node:crypto";
import { encode } from "next-auth/jwt";
import { describe, expect, test } from "vitest";
import { readToken, type SessionToken, writeToken } from "./token";

const SECRET = "a secret of the tests, long enough to be accepted";
process.env.SESSION_SECRET = SECRET;

const token: SessionToken = { sid: randomUUID(), tid: randomUUID(), oid: randomUUID(), role: "viewer", permissions: ["Market.View"], version: 1 };
const HOUR = 3_600;

/** The text with the character at `index` replaced by another of the same alphabet. */
const altered = (text: string, index: number) => `${text.slice(0, index)}${text[index] === "A" ? "B" : "A"}${text.slice(index + 1)}`;

describe("a session cookie", () => {
  test("a session cookie decodes to what was written, without anything added", async () => {
    expect(await readToken(await writeToken(token, HOUR))).toEqual(token);
    expect(await readToken(await encode({ token: { ...token, admin: true, global: true }, secret: SECRET, maxAge: HOUR }))).toEqual(token);
  });

  test("a session cookie is encrypted, so its holder cannot read it", async () => {
    const cookie = await writeToken(token, HOUR);
    const readable = cookie.split(".").map((part) => Buffer.from(part, "base64url").toString("latin1"));
    for (const secret of [token.sid, token.oid, "viewer", "Market"]) expect(readable.join(" ")).not.toContain(secret);
  });

  test("a session cookie is refused when any part of it is altered", async () => {
    const cookie = await writeToken(token, HOUR);
    // A part's last character has unused bits; the one before it has none.
    const ends = [...cookie].flatMap((character, index) => (character === "." ? [index - 2] : []));
    const places = [0, ...ends, cookie.length - 2, ...Array.from({ length: 40 }, (_, index) => Math.floor(((index + 1) * (cookie.length - 4)) / 42))];
    for (const place of new Set(places.filter((index) => index >= 0 && cookie[index] !== "." && cookie[index + 1] !== "."))) {
      expect(await readToken(altered(cookie, place)), `character ${place}`).toBeNull();
    }
  });

  test("a session cookie is refused when truncated, doubled or spliced", async () => {
    const cookie = await writeToken(token, HOUR);
    const parts = cookie.split(".");
    const others = (await writeToken({ ...token, role: "operator" }, HOUR)).split(".");
    const mixed = parts.map((_, index) => parts.map((part, place) => (place === index ? others[place] : part)).join("."));
    const changed = mixed.filter((candidate) => candidate !== cookie);
    expect(changed).toHaveLength(3);
    for (const candidate of [
      ...changed,
      cookie.slice(0, -1),
      cookie.slice(1),
      `${cookie}.`,
      cookie + cookie,
      parts.slice(0, 4).join("."),
      parts.toReversed().join("."),
    ]) {
      expect(await readToken(candidate)).toBeNull();
    }
  });

  test("a session cookie is refused when sealed with another key", async () => {
    for (const secret of ["another secret, just as long as the first one is", `${SECRET} `, SECRET.toUpperCase()]) {
      expect(await readToken(await encode({ token, secret, maxAge: HOUR }))).toBeNull();
    }
    expect(await readToken(await encode({ token, secret: SECRET, salt: "other", maxAge: HOUR }))).toBeNull();
  });

  test("a session cookie is refused when expired", async () => {
    expect(await readToken(await writeToken(token, -60))).toBeNull();
    expect(await readToken(await writeToken(token, 60))).toEqual(token);
  });

  test("a session cookie is refused when not sealed at all", async () => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    for (const header of [{ alg: "none" }, { alg: "none", typ: "JWT" }, { alg: "HS256" }, { alg: "dir", enc: "A256GCM" }]) {
      expect(await readToken(`${part(header)}.${part(token)}.`)).toBeNull();
      expect(await readToken(`${part(header)}..${part(token)}.${part(token)}.${part(token)}`)).toBeNull();
    }
  });

  const shapes: readonly (readonly [string, Record<string, unknown>])[] = [
    ["no session", { sid: undefined }],
    ["a session that is no id", { sid: "' OR 1=1" }],
    ["no tid", { tid: undefined }],
    ["an oid that is no id", { oid: "aroha" }],
    ["permissions as text", { permissions: "Market.Operate" }],
    ["a version as text", { version: "1" }],
    ["half a version", { version: 1.5 }],
    ["no role", { role: null }],
  ];

  test.each(shapes)("a session cookie is refused when it carries %s", async (_name, more) => {
    expect(await readToken(await encode({ token: { ...token, ...more }, secret: SECRET, maxAge: HOUR }))).toBeNull();
  });

  test.each([undefined, "", " ", ".", "....", "x", "null", "undefined", "[object Object]", "\u0000", "é", "x".repeat(100_000), ".".repeat(100_000)])(
    "%j is not a valid cookie",
    async (value) => {
      expect(await readToken(value)).toBeNull();
    },
  );
});
