import { randomUUID } from "node:crypto";
import { encode } from "next-auth/jwt";
import { expect, test } from "vitest";
import { readToken, unsealWithAny, writeToken } from "./token";

const OLD = "the-secret-that-was-in-use-until-today";
const NEW = "the-secret-that-is-in-use-from-today-on";
process.env.SESSION_SECRET = `${NEW} ${OLD}`;

const token = { sid: randomUUID(), tid: randomUUID(), oid: randomUUID(), role: "viewer", permissions: [], version: 1 };
const HOUR = 3_600;

test("a session sealed with an older secret stays valid, and a new one uses the newest", async () => {
  expect(await readToken(await encode({ token, secret: OLD, maxAge: HOUR }))).toEqual(token);
  expect(await readToken(await encode({ token, secret: "a secret that nobody ever named here", maxAge: HOUR }))).toBeNull();
  expect(await unsealWithAny(await writeToken(token, HOUR))).toMatchObject({ secret: NEW });
});

test("a sign-in started under an older secret is recognised by its state cookie alone", async () => {
  const state = await encode({ token: { state: "x" }, secret: OLD, maxAge: HOUR, salt: "rolebook.state" });
  expect(await unsealWithAny(state, "rolebook.state")).toMatchObject({ secret: OLD });
  expect(await unsealWithAny(state, "rolebook.nonce")).toBeNull();
});
