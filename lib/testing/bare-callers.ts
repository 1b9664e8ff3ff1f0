import { randomUUID } from "node:crypto";
import { expireRole } from "@/lib/domain/roles";
import type { Database } from "@/lib/platform/db/client";
import { loadSession } from "@/lib/platform/sessions/session";
import type { SessionToken } from "@/lib/platform/sessions/token";
import type { UserActor } from "@/lib/platform/unit-of-work/standing";
import { idOf } from "./registry.expected";
import { personKeys } from "./registry.run";
import type { PersonKey } from "./registry.tables";

/** The people of the registry's tables as callers, with neither form nor cookie nor page. */

export type Tokens = ReadonlyMap<PersonKey, SessionToken>;

/** A session for each of them; nobody signed out is a caller at all. */
export async function beginSessions(database: Database): Promise<Tokens> {
  const tokens = new Map<PersonKey, SessionToken>();
  for (const person of personKeys) {
    const userId = idOf(person);
    if (!userId) continue;
    const { tid, oid, role, authzVersion } = await database.client.user.findUniqueOrThrow({ where: { id: userId } });
    const { id: sid } = await database.client.session.create({ data: { id: randomUUID(), userId, expiresAt: new Date(Date.now() + 3_600_000) } });
    tokens.set(person, { sid, tid, oid, role, permissions: [], version: authzVersion });
  }
  return tokens;
}

/** The caller that a session's row makes, as for every request; under its own name as the user agent. */
export async function callerOf(token: SessionToken, userAgent: string): Promise<UserActor> {
  const session = await loadSession(token, { expireRole });
  if (session.kind === "over") throw new Error(`The session of ${userAgent} is over: ${session.why}.`);
  const request = { requestId: randomUUID(), sessionId: token.sid, sourceAddress: "127.0.0.1", userAgent };
  return { principal: session.principal, request, authzVersion: session.shell.authzVersion };
}
