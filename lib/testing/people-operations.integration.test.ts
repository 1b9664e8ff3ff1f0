import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Fields } from "@/lib/platform/operations/decode";
import { execute } from "@/lib/platform/operations/execute";
import { asActor } from "./actors";
import { colleague, REASON } from "./assignments";
import { inputOf } from "./form-decoders";
import { type AnyOperation, allOperations } from "./operations";
import { OTHER_ENTITY, OWN_ENTITY } from "./principals";
import { callerFor } from "./two-entities";
import { openTestWorld } from "./world";

/** Guarantees of the declarations alone: who may act on people, and what needs Global. */

process.env.SESSION_SECRET = "a secret of the tests, long enough to be accepted";

let database: Database;
let operations: ReadonlyMap<string, AnyOperation>;
let admin: UserPrincipal;
let local: UserPrincipal;
let global: UserPrincipal;
beforeAll(async () => {
  database = await openTestWorld();
  operations = await allOperations();
  admin = await colleague("entity-admin");
  local = await colleague("operator");
  global = await colleague("operator", { entityId: OTHER_ENTITY, global: true });
});
afterAll(() => database.close());

/** Executes an operation under the current standing, with what its form would send; returns `done` or the code. */
async function send(principal: UserPrincipal, name: string, fields: Fields): Promise<string> {
  const operation = operations.get(name);
  if (!operation) throw new Error(`There is no operation ${name}.`);
  const actor = await asActor(callerFor(principal));
  return execute(operation, actor, inputOf(operation, fields), { conclude: () => "done" }).catch(codeOf);
}

const codeOf = (error: unknown): string => {
  if (error instanceof AppError) return error.code;
  throw error;
};

const stored = (id: string) => database.client.user.findUniqueOrThrow({ where: { id } });
const somebody = async () => stored((await colleague("trader")).userId);
const toViewer = (id: string) => ({ id, seen: "1", role: "viewer", global: "no", endsAt: "", zone: "Pacific/Auckland", reason: REASON });

test("only an operator with Global can terminate a user", async () => {
  const user = await somebody();
  const form = { id: user.id, version: "1", name: user.displayName, reason: REASON };
  for (const by of [admin, local]) expect(await send(by, "users.terminate", form)).toBe("NOT_AUTHORISED");
  expect(await stored(user.id)).toEqual(user);
  expect(await send(global, "users.terminate", form)).toBe("done");
  expect(await stored(user.id)).toMatchObject({ status: "terminated" });
});

test("no user, not even an operator with Global, edits their own name or address; a colleague can, with a plain name only", async () => {
  const form = (id: string, displayName: string) => ({ id, version: "1", displayName, email: "another@kauri.example" });
  for (const own of [admin, global]) {
    const before = await stored(own.userId);
    expect(await send(own, "users.edit", form(own.userId, "Somebody Else"))).toBe("SELF_APPROVAL");
    expect(await stored(own.userId)).toMatchObject({ displayName: before.displayName, email: before.email, version: before.version });
  }
  const user = await somebody();
  for (const name of ["H\u3164mi", "Аroha Ngata", "operator@aex.example", "www.aex.example", "Aro\u200dha", "Operator 1"])
    expect(await send(admin, "users.edit", form(user.id, name)), name).toBe("INVALID_INPUT");
  expect(await send(admin, "users.edit", { ...form(user.id, "Hēmi O'Connor"), email: "оperator@aex.example" })).toBe("INVALID_INPUT");
  expect(await stored(user.id)).toEqual(user);
  expect(await send(admin, "users.edit", form(user.id, "Hēmi O'Connor"))).toBe("done");
});

test("only an operator with Global can delete an invitation; its sender cannot", async () => {
  const facts = { entityId: OWN_ENTITY, email: "new@kauri.example", role: "viewer", senderId: admin.userId, expiresAt: new Date(0) };
  const { id, sentAt } = await database.client.invitation.create({ data: { ...facts, tokenHash: new Uint8Array(randomBytes(32)) } });
  const form = { id, seen: sentAt.toISOString(), reason: REASON };
  for (const by of [admin, local]) expect(await send(by, "invitations.delete", form)).toBe("NOT_AUTHORISED");
  expect(await database.client.invitation.count({ where: { id } })).toBe(1);
  expect(await send(global, "invitations.delete", form)).toBe("done");
  expect(await database.client.invitation.count({ where: { id } })).toBe(0);
});

test("an entity admin can only request another role; a user who may promote assigns it or decides the request", async () => {
  const user = await somebody();
  expect(await send(admin, "assignments.change", toViewer(user.id))).toBe("NOT_AUTHORISED");
  expect(await send(admin, "assignments.request", toViewer(user.id))).toBe("done");
  const request = await database.client.roleRequest.findFirstOrThrow({ where: { userId: user.id } });
  const decision = { id: request.id, reason: REASON };
  const other = await colleague("entity-admin");
  for (const by of [admin, other])
    for (const decide of ["assignments.approve", "assignments.reject"]) expect(await send(by, decide, decision)).toBe("NOT_AUTHORISED");
  expect(await stored(user.id)).toEqual(user);
  expect(await send(local, "assignments.approve", decision)).toBe("done");
  expect(await stored(user.id)).toMatchObject({ role: "viewer" });
  expect(await send(local, "assignments.change", toViewer((await somebody()).id))).toBe("done");
});
