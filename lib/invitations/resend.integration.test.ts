import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { authorize } from "@/lib/authz/authorize";
import type { Database } from "@/lib/db/client";
import { inScope } from "@/lib/db/scope";
import { OWN_ENTITY, person } from "@/lib/testing/principals";
import { callerFor, openTwoEntities, outcomeOf } from "@/lib/testing/two-entities";
import { resendInvitation, sendInvitation } from "./commands";
import { sendInvitationInput } from "./schema";

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

test("one address is written to five times an hour at most, by sending and by sending again, and then it says when", async () => {
  const email = `${randomUUID()}@kauri.example`;
  const own = { entityId: OWN_ENTITY };
  const { id } = await inScope(callerFor(admin), "invitations.test", (tx) =>
    sendInvitation(tx, authorize(tx, "Invitations.Send", own), sendInvitationInput.parse({ email, role: "viewer" })),
  );
  const again = async () => {
    const { sentAt } = await database.client.invitation.findUniqueOrThrow({ where: { id } });
    return inScope(callerFor(admin), "invitations.test", (tx) => resendInvitation(tx, authorize(tx, "Invitations.Send", own), { id, seen: sentAt }));
  };
  for (let time = 0; time < 4; time++) await again();
  await expect(again()).rejects.toMatchObject({ code: "TOO_MANY", message: expect.stringMatching(/Try again in/) });
});
