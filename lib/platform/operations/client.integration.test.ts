import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Caller } from "@/lib/platform/audit/event";
import { record } from "@/lib/platform/audit/record";
import { recordBySystem } from "@/lib/platform/audit/system";
import type { Permission } from "@/lib/platform/authz/permissions";
import type { ClientPrincipal } from "@/lib/platform/authz/principal";
import { scopeOf } from "@/lib/platform/authz/scope-of";
import type { Database } from "@/lib/platform/db/client";
import { inScope, inSystem } from "@/lib/platform/unit-of-work/scope";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { callerFor, codeOfFailure, openTwoEntities } from "@/lib/testing/two-entities";
import { execute } from "./execute";
import { operation } from "./operation";

let database: Database;
beforeAll(async () => {
  database = await openTwoEntities();
});
afterAll(() => database.close());

/** A client of the own entity, built by hand: nothing signs one in yet. */
function client(permissions: readonly Permission[], global = false): Caller<ClientPrincipal> {
  const { request, principal } = callerFor(person("viewer"));
  return {
    principal: {
      kind: "client",
      clientId: "orders-gateway",
      displayName: "Orders gateway",
      permissions: new Set(permissions),
      global,
      entity: principal.entity,
    },
    request,
  };
}

const input = z.strictObject({ entityId: z.uuid() });
const renamed = (id: string) => ({ action: "entity.edited", target: { type: "entity", id, label: "Some entity", entityId: id }, changes: {} }) as const;
const forAnyone = operation({
  name: "client.forAnyone",
  permission: "Users.Manage",
  callers: "anyone",
  input,
  target: async (_tx, { entityId }) => ({ entityId }),
  run: async ({ tx, grant, input: { entityId } }) => {
    record(tx, grant, renamed(entityId));
    return scopeOf(tx, grant).entityId;
  },
});
const forPeople = operation({
  name: "client.forPeople",
  permission: "Users.Manage",
  input,
  target: async (_tx, { entityId }) => ({ entityId }),
  run: async ({ tx, grant, input: { entityId } }) => record(tx, grant, renamed(entityId)),
});
const personal = operation({
  name: "client.personal",
  permission: "signed-in",
  callers: "anyone",
  input: z.strictObject({}),
  target: "own-entity",
  run: async ({ tx, grant }) => record(tx, grant, renamed(OWN_ENTITY)),
});

const conclude = (result: unknown) => result;
const ask = async (caller: Caller<ClientPrincipal>, work: Promise<unknown>) => {
  const outcome = await work.catch(codeOfFailure);
  const rows = await database.client.auditEvent.findMany({ where: { requestId: caller.request.requestId }, orderBy: { id: "asc" } });
  return { outcome, rows };
};

const ACTOR = {
  actorKind: "client",
  clientId: "orders-gateway",
  actorName: "Orders gateway",
  actorUserId: null,
  actorOid: null,
  actorRole: null,
  actorEntityId: OWN_ENTITY,
};

describe("a client", () => {
  test("a client uses its permission inside its entity, and is recorded as the actor", async () => {
    const caller = client(["Users.Manage"]);
    const { outcome, rows } = await ask(caller, execute(forAnyone, caller, { entityId: OWN_ENTITY }, { conclude }));
    expect(outcome).toBe(OWN_ENTITY);
    expect(rows).toMatchObject([{ ...ACTOR, kind: "change", action: "entity.edited", globalUsed: false, result: "committed" }]);
  });

  test("a client of every entity reaches another entity, and the record says that it used that reach", async () => {
    const caller = client(["Users.Manage"], true);
    const { outcome, rows } = await ask(caller, execute(forAnyone, caller, { entityId: OTHER_ENTITY }, { conclude }));
    expect(outcome).toBe(OTHER_ENTITY);
    expect(rows).toMatchObject([{ ...ACTOR, kind: "change", globalUsed: true }]);
  });

  test.each([
    ["a permission that it does not hold", forAnyone, client(["Users.View"]), OWN_ENTITY, "PERMISSION_MISSING"],
    ["another entity", forAnyone, client(["Users.Manage"]), OTHER_ENTITY, "OTHER_ENTITY"],
    ["an operation for people only", forPeople, client(["Users.Manage"]), OWN_ENTITY, "PERSON_REQUIRED"],
  ])("a client is refused %s, and recorded as refused", async (_what, operationFor, caller, entityId, reasonCode) => {
    const { outcome, rows } = await ask(caller, execute(operationFor, caller, { entityId }, { conclude }));
    expect(outcome).toBe("NOT_AUTHORISED");
    expect(rows).toMatchObject([{ ...ACTOR, kind: "decision", outcome: "deny", reasonCode, result: "NOT_AUTHORISED", permission: "Users.Manage" }]);
  });

  test("a client is refused everything personal, even when an operation would accept it", async () => {
    const caller = client(["Users.Manage"]);
    const { outcome, rows } = await ask(caller, execute(personal, caller, {}, { conclude }));
    expect(outcome).toBe("NOT_AUTHORISED");
    expect(rows).toMatchObject([{ ...ACTOR, permission: "signed-in", outcome: "deny", reasonCode: "PERMISSION_MISSING" }]);
  });

  test("a client sees its entity's rows under row-level security, and writes the record as itself only", async () => {
    const caller = client(["Users.View"]);
    const seen = await inScope(caller, "client.test", (tx) => tx.user.findMany({ distinct: ["entityId"], select: { entityId: true } }));
    expect(seen).toEqual([{ entityId: OWN_ENTITY }]);
    const as = (columns: string, values: string) =>
      inScope(caller, "client.test", (tx) =>
        tx.$executeRawUnsafe(
          `INSERT INTO audit_event (id, kind, action, outcome, result, request_id, ${columns}) VALUES (gen_random_uuid(), 'change', 'a.b', 'grant', 'committed', gen_random_uuid(), ${values})`,
        ),
      ).then(() => "done", codeOfFailure);
    const own = `actor_kind, client_id, actor_entity_id`;
    expect(await as(own, `'client', 'orders-gateway', '${OWN_ENTITY}'`)).toBe("done");
    expect(await as(own, `'client', 'another', '${OWN_ENTITY}'`)).toBe("42501");
    expect(await as(own, `'client', 'orders-gateway', '${OTHER_ENTITY}'`)).toBe("42501");
    expect(await as(own, `'user', NULL, '${OWN_ENTITY}'`)).toBe("42501");
    expect(await as(own, `'system', NULL, '${OWN_ENTITY}'`)).toBe("42501");
    expect(await as(`${own}, actor_user_id`, `'client', 'orders-gateway', '${OWN_ENTITY}', '${person("viewer").userId}'`)).toBe("42501");
  });
});

test("a person cannot write the record as a client or as the system", async () => {
  const me = person("entity-admin");
  const as = (kind: string, clientId: string) =>
    inScope(callerFor(me), "client.test", (tx) =>
      tx.$executeRawUnsafe(
        `INSERT INTO audit_event (id, kind, action, outcome, result, request_id, actor_kind, client_id, actor_user_id, actor_entity_id)
         VALUES (gen_random_uuid(), 'change', 'a.b', 'grant', 'committed', gen_random_uuid(), '${kind}', ${clientId}, '${me.userId}', '${OWN_ENTITY}')`,
      ),
    ).then(() => "done", codeOfFailure);
  expect(await as("user", "NULL")).toBe("done");
  for (const [kind, clientId] of [
    ["client", "'x'"],
    ["client", "NULL"],
    ["system", "NULL"],
    ["user", "'x'"],
  ] as const)
    expect(await as(kind, clientId), kind).toBe("42501");
});

test("a job's changes are recorded as the system's", async () => {
  const requestId = randomUUID();
  await inSystem((tx) => recordBySystem(tx, requestId, [renamed(OWN_ENTITY)]));
  const rows = await database.client.auditEvent.findMany({ where: { requestId } });
  expect(rows).toMatchObject([{ actorKind: "system", clientId: null, actorName: "Rolebook", actorUserId: null, action: "entity.edited" }]);
});
