import { randomUUID } from "node:crypto";
import { encode } from "next-auth/jwt";
import type { Database } from "@/lib/platform/db/client";
import { idOfUser } from "@/prisma/seed/world";
import { HttpBrowser } from "./browser";

/** A browser in which this person of the demo world is signed in already: a session's row and the cookie that belongs to it. */
export async function signedIn({ client }: Database, userName: string, portal: { readonly url: string; readonly sessionSecret: string }): Promise<HttpBrowser> {
  const { id: userId, tid, oid, role, authzVersion } = await client.user.findUniqueOrThrow({ where: { id: idOfUser(userName) } });
  const session = await client.session.create({ data: { id: randomUUID(), userId, expiresAt: new Date(Date.now() + 3_600_000) } });
  const token = { sid: session.id, tid, oid, role, permissions: [], version: authzVersion };
  const browser = new HttpBrowser(portal.url);
  browser.person = userId;
  browser.setCookie("rolebook.session", await encode({ token, secret: portal.sessionSecret, maxAge: 3_600 }));
  return browser;
}
