import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Grant } from "@/lib/platform/authz/grant";
import type { Database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { OWN_ENTITY, person } from "@/lib/testing/principals";
import { callerFor, openTwoEntities, outcomeOf } from "@/lib/testing/two-entities";
import { resendInvitation, sendInvitation } from "./commands";
import { checkInvitationList, sendInvitationList } from "./invite-list";
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
] as const)("resending an invitation takes the right to send it: a %s by %s: %s", async (role, _who, outcome, principal) => {
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

describe("the limit of five letters an hour per mailbox", () => {
  const own = { entityId: OWN_ENTITY };
  const as = <T>(work: (tx: ScopedTx, grant: Grant<"Invitations.Send">) => Promise<T>): Promise<T> =>
    inScope(callerFor(admin), "invitations.test", (tx) => work(tx, authorize(tx, "Invitations.Send", own)));
  const send = (email: string) => as((tx, grant) => sendInvitation(tx, grant, sendInvitationInput.parse({ email, role: "viewer" })));
  const again = async (id: string) => {
    const { sentAt } = await database.client.invitation.findUniqueOrThrow({ where: { id } });
    return as((tx, grant) => resendInvitation(tx, grant, { id, seen: sentAt }));
  };
  const list = (...emails: readonly string[]) => `email,name,role\n${emails.map((email) => `${email},,viewer`).join("\n")}`;
  const sendList = async (...emails: readonly string[]) => {
    const csv = list(...emails);
    const { hash } = await as((tx, grant) => checkInvitationList(tx, grant, { csv }));
    return as((tx, grant) => sendInvitationList(tx, grant, { csv, checked: hash }));
  };
  const plus = (name: string, from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => `${name}+${from + index}@kauri.example`);
  const tooMany = (name: string) => ({ code: "TOO_MANY", message: expect.stringMatching(new RegExp(`to ${name}@kauri\\.example 5 times .* Try again in`)) });

  test("the limit counts sending and resending, and the refusal says when to try again", async () => {
    const name = randomUUID();
    const { id } = await send(`${name}@kauri.example`);
    for (let time = 0; time < 4; time++) await again(id);
    await expect(again(id)).rejects.toMatchObject(tooMany(name));
  });

  test("the limit counts all addresses of one mailbox, one by one", async () => {
    const name = randomUUID();
    for (const email of plus(name, 1, 5)) await send(email);
    await expect(send(`${name}+6@kauri.example`)).rejects.toMatchObject(tooMany(name));
    await expect(send(`${name}@kauri.example`)).rejects.toMatchObject(tooMany(name));
    expect(await database.client.invitation.count({ where: { email: { startsWith: name } } })).toBe(5);
  });

  test("the limit counts lists, and lists together with single invitations", async () => {
    const name = randomUUID();
    expect(await sendList(...plus(name, 1, 3))).toMatchObject({ sent: 3 });
    await send(`${name}+4@kauri.example`);
    await expect(sendList(...plus(name, 5, 6))).rejects.toMatchObject(tooMany(name));
    expect(await sendList(...plus(name, 5, 5))).toMatchObject({ sent: 1 });
    await expect(sendList(`${name}+6@kauri.example`, `${randomUUID()}@kauri.example`)).rejects.toMatchObject(tooMany(name));
  });

  test("rows of a list beyond the limit of one mailbox are not sent, and the list says which", async () => {
    const name = randomUUID();
    const { problems } = await as((tx, grant) => checkInvitationList(tx, grant, { csv: list(...plus(name, 1, 7)) }));
    const message = `5 rows above are for ${name}@kauri.example as well, and a mailbox gets 5 letters an hour at most.`;
    expect(problems).toMatchObject([7, 8].map((line) => ({ line, email: `${name}+${line - 1}@kauri.example`, message })));
    expect(await sendList(...plus(name, 1, 7))).toMatchObject({ sent: 5, left: { csv: list(...plus(name, 6, 7)) } });
    expect(await database.client.invitation.count({ where: { email: { startsWith: name } } })).toBe(5);
  });
});
