import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Action } from "@/lib/adapters/web/form-action";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import { DRAWN_FOR } from "@/lib/platform/operations/input";
import { IDLE } from "@/lib/platform/operations/result";
import { cookieNames } from "@/lib/platform/sessions/cookies";
import { writeToken } from "@/lib/platform/sessions/token";
import { colleague, REASON } from "@/lib/testing/assignments";
import { inRequest } from "@/lib/testing/in-request";
import { OTHER_ENTITY, OWN_ENTITY } from "@/lib/testing/principals";
import { openTestWorld } from "@/lib/testing/world";
import { deleteInvitationAction } from "./invitations/actions";
import { editUserAction, terminateUserAction } from "./users/actions";
import { approveRoleAction, changeRoleAction, rejectRoleAction, requestRoleAction } from "./users/promotions/actions";

/** Guarantees of the declarations alone: who may act on people, and what needs Global. */

process.env.SESSION_SECRET = "a secret of the tests, long enough to be accepted";

let database: Database;
let admin: UserPrincipal;
let local: UserPrincipal;
let global: UserPrincipal;
beforeAll(async () => {
  database = await openTestWorld();
  admin = await colleague("entity-admin");
  local = await colleague("operator");
  global = await colleague("operator", { entityId: OTHER_ENTITY, global: true });
});
afterAll(() => database.close());

/** Submits a form as a signed-in user; returns `done` when the action redirects. */
async function send({ userId }: UserPrincipal, action: Action, fields: Readonly<Record<string, string>>): Promise<string> {
  const [sid, { tid, oid, role, authzVersion: version }] = [randomUUID(), await stored(userId)];
  await database.client.$executeRaw`INSERT INTO session (id, user_id, expires_at) VALUES (${sid}::uuid, ${userId}::uuid, now() + interval '1 hour')`;
  const cookie = `${cookieNames.session()}=${await writeToken({ sid, tid, oid, role, permissions: [], version }, 3_600)}`;
  const form = new FormData();
  form.append(DRAWN_FOR, userId);
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const leading = (thrown: unknown) => {
    if (thrown instanceof Error && "digest" in thrown && String(thrown.digest).startsWith("NEXT_REDIRECT")) return null;
    throw thrown;
  };
  const state = await inRequest(new Headers({ cookie, origin: "http://localhost:3000" }), () => action(IDLE, form).catch(leading));
  if (state === null || state.status === "done") return "done";
  return state.status === "failed" ? state.error.code : state.status;
}

const stored = (id: string) => database.client.user.findUniqueOrThrow({ where: { id } });
const somebody = async () => stored((await colleague("trader")).userId);
const toViewer = (id: string) => ({ id, seen: "1", role: "viewer", global: "no", endsAt: "", zone: "Pacific/Auckland", reason: REASON });

test("only an operator with Global can terminate a user", async () => {
  const user = await somebody();
  const form = { id: user.id, version: "1", name: user.displayName, reason: REASON };
  for (const by of [admin, local]) expect(await send(by, terminateUserAction, form)).toBe("NOT_AUTHORISED");
  expect(await stored(user.id)).toEqual(user);
  expect(await send(global, terminateUserAction, form)).toBe("done");
  expect(await stored(user.id)).toMatchObject({ status: "terminated" });
});

test("no user, not even an operator with Global, edits their own name or address; a colleague can, with a plain name only", async () => {
  const form = (id: string, displayName: string) => ({ id, version: "1", displayName, email: "another@kauri.example" });
  for (const own of [admin, global]) {
    const before = await stored(own.userId);
    expect(await send(own, editUserAction, form(own.userId, "Somebody Else"))).toBe("SELF_APPROVAL");
    expect(await stored(own.userId)).toMatchObject({ displayName: before.displayName, email: before.email, version: before.version });
  }
  const user = await somebody();
  for (const name of ["H\u3164mi", "Аroha Ngata", "operator@aex.example", "www.aex.example", "Aro\u200dha", "Operator 1"])
    expect(await send(admin, editUserAction, form(user.id, name)), name).toBe("INVALID_INPUT");
  expect(await send(admin, editUserAction, { ...form(user.id, "Hēmi O'Connor"), email: "оperator@aex.example" })).toBe("INVALID_INPUT");
  expect(await stored(user.id)).toEqual(user);
  expect(await send(admin, editUserAction, form(user.id, "Hēmi O'Connor"))).toBe("done");
});

test("only an operator with Global can delete an invitation; its sender cannot", async () => {
  const facts = { entityId: OWN_ENTITY, email: "new@kauri.example", role: "viewer", senderId: admin.userId, expiresAt: new Date(0) };
  const { id, sentAt } = await database.client.invitation.create({ data: { ...facts, tokenHash: new Uint8Array(randomBytes(32)) } });
  const form = { id, seen: sentAt.toISOString(), reason: REASON };
  for (const by of [admin, local]) expect(await send(by, deleteInvitationAction, form)).toBe("NOT_AUTHORISED");
  expect(await database.client.invitation.count({ where: { id } })).toBe(1);
  expect(await send(global, deleteInvitationAction, form)).toBe("done");
  expect(await database.client.invitation.count({ where: { id } })).toBe(0);
});

test("an entity admin can only request another role; a user who may promote assigns it or decides the request", async () => {
  const user = await somebody();
  expect(await send(admin, changeRoleAction, toViewer(user.id))).toBe("NOT_AUTHORISED");
  expect(await send(admin, requestRoleAction, toViewer(user.id))).toBe("done");
  const request = await database.client.roleRequest.findFirstOrThrow({ where: { userId: user.id } });
  const decision = { id: request.id, reason: REASON };
  const other = await colleague("entity-admin");
  for (const by of [admin, other]) for (const decide of [approveRoleAction, rejectRoleAction]) expect(await send(by, decide, decision)).toBe("NOT_AUTHORISED");
  expect(await stored(user.id)).toEqual(user);
  expect(await send(local, approveRoleAction, decision)).toBe("done");
  expect(await stored(user.id)).toMatchObject({ role: "viewer" });
  expect(await send(local, changeRoleAction, toViewer((await somebody()).id))).toBe("done");
});
