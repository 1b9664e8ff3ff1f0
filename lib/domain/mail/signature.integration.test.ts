import { afterAll, beforeAll, expect, test } from "vitest";
import { sendInvitation } from "@/lib/domain/invitations/commands";
import { reviewInvitation } from "@/lib/domain/invitations/review";
import { sendInvitationInput } from "@/lib/domain/invitations/schema";
import { changeRole } from "@/lib/domain/roles/commands";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { act, changeOf, colleague } from "@/lib/testing/assignments";
import { OWN_ENTITY } from "@/lib/testing/principals";
import { callerFor } from "@/lib/testing/two-entities";
import { openTestWorld } from "@/lib/testing/world";
import { readLetter } from "./letter";

process.env.SESSION_SECRET = "a secret of the tests, long enough to be accepted";

let database: Database;
let admin: UserPrincipal;
beforeAll(async () => {
  database = await openTestWorld();
  // The very name of somebody at the exchange: only entity and address tell them apart.
  admin = { ...(await colleague("entity-admin", { displayName: "Hēmi Parata" })), email: "operator@aex.example" };
});
afterAll(() => database.close());

const letterTo = async (toAddress: string) => {
  const { sealed } = await database.client.mailMessage.findFirstOrThrow({ where: { toAddress } });
  return readLetter(sealed ?? "");
};
const signature = () => `Hēmi Parata of Kauri Energy (${admin.login})`;

test("an invitation says who sends it with their entity and sign-in name, in its subject and its text", async () => {
  const input = sendInvitationInput.parse({ email: "new@people.example", role: "viewer" });
  await inScope(callerFor(admin), "invitations.test", (tx) => sendInvitation(tx, authorize(tx, "Invitations.Send", { entityId: OWN_ENTITY }), input));
  const letter = await letterTo("new@people.example");
  expect(letter?.subject).toContain(signature());
  expect(letter?.text).toContain(signature());
});

test("an invitation's page names its sender as the letter does, before anyone signs in", async () => {
  await database.client.user.update({ where: { id: admin.userId }, data: { login: admin.login, email: "operator@aex.example" } });
  const [, token] = /accept-invitation#([\w-]{43})/.exec((await letterTo("new@people.example"))?.text ?? "") ?? [];
  expect(await reviewInvitation(token)).toMatchObject({ kind: "open", email: "new@people.example", sender: signature() });
});

test("a letter about a new role says who gave it with their entity and sign-in name", async () => {
  const operator = await colleague("operator", { displayName: "Catherine Whitmore" });
  const person = await colleague("viewer");
  await act(operator, "Users.Promote", OWN_ENTITY, (tx, grant) => changeRole(tx, grant, changeOf({ id: person.userId, authzVersion: 1 })));
  const { email } = await database.client.user.findUniqueOrThrow({ where: { id: person.userId } });
  expect((await letterTo(email))?.text).toContain(`Catherine Whitmore of Kauri Energy (${operator.login})`);
});
