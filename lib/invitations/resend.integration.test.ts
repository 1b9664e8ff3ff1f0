import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { authorize } from "@/lib/authz/authorize";
import type { Database } from "@/lib/db/client";
import { inScope } from "@/lib/db/scope";
import { OWN_ENTITY, person } from "@/lib/testing/principals";
import { callerFor, openTwoEntities, outcomeOf } from "@/lib/testing/two-entities";
import { resendInvitation } from "./commands";

process.env.SESSION_SECRET = "a secret of the tests, long enough to be accepted";

let database: Database;
beforeAll(async () => {
  database = await openTwoEntities();
});
afterAll(() => database.close());

const admin = person("entity-admin");
const global = person("operator", { globalAppRole: true });

test.each([
  ["operator", "an entity admin", "BEYOND_OWN_PERMISSIONS", admin],
  ["operator", "an operator", "APPROVAL_REQUIRED", global],
  ["role that is no more", "an operator", "BEYOND_OWN_PERMISSIONS", global],
  ["entity-admin", "an entity admin", "done", admin],
  ["entity-admin", "an operator", "done", global],
] as const)("an invitation is sent again only by who could send it: of a %s by %s: %s", async (role, _who, outcome, principal) => {
  const facts = { entityId: OWN_ENTITY, email: `${randomUUID()}@kauri.example`, role, expiresAt: new Date(0) };
  const before = await database.client.invitation.create({ data: { ...facts, tokenHash: new Uint8Array(randomBytes(32)) } });
  const again = inScope(callerFor(principal), "invitations.test", (tx) =>
    resendInvitation(tx, authorize(tx, "Invitations.Send", { entityId: OWN_ENTITY }), { id: before.id, seen: before.sentAt }),
  );
  expect(await outcomeOf(again)).toBe(outcome);
  const after = await database.client.invitation.findUniqueOrThrow({ where: { id: before.id } });
  if (outcome === "done") expect(after).toMatchObject({ state: "pending", senderId: principal.userId });
  else expect(after).toEqual(before);
});
