import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expireRole } from "@/lib/domain/roles/expire-roles";
import { decide, EVERY_ENTITY } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { AppError } from "@/lib/platform/errors";
import { Refusal } from "@/lib/platform/refusal";
import { loadSession } from "@/lib/platform/sessions/session";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { callerFor, OTHER_USER, openTwoEntities, outcomeOf, recordOf } from "@/lib/testing/two-entities";
import { createEntity, editEntity, reinstateEntity, suspendEntity } from "./commands";

const REASON = "Because the test says so.";
const UNKNOWN = "0190a0c0-0000-7000-8000-0000000000ff";
const operator = person("operator", { globalAppRole: true });

let database: Database;
beforeAll(async () => {
  database = await openTwoEntities();
});
afterAll(() => database.close());

type Work<T> = (tx: ScopedTx, grant: Grant<"Entity.Manage">) => Promise<T>;

/** Decides and runs in one transaction, as an action does. */
const perform = <T>(work: Work<T>, caller = callerFor(operator)): Promise<T> =>
  inScope(caller, "entities.test", (tx) => work(tx, authorize(tx, "Entity.Manage", EVERY_ENTITY)));

const stored = (id: string) => database.client.entity.findUniqueOrThrow({ where: { id } });
const everything = () => database.client.entity.findMany({ orderBy: { id: "asc" } });
const names = (code: string) => ({ code, legalName: `${code} Limited`, shortName: code });
const create = (code: string) => perform((tx, grant) => createEntity(tx, grant, names(code)));

/** Expects `code`, unchanged entities, and nothing recorded but the decision and, for a refusal, the refusal with that code. */
async function refused(code: string, work: Work<unknown>): Promise<AppError> {
  const before = await everything();
  const caller = callerFor(operator);
  const error = await perform(work, caller).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw error ?? new Error("It was not refused.");
  expect(error.code).toBe(code);
  expect(await everything()).toEqual(before);
  expect(await recordOf(database, caller)).toMatchObject([
    { kind: "decision", permission: "Entity.Manage", outcome: "grant", result: code, globalUsed: true },
    ...(error instanceof Refusal ? [{ kind: "decision", permission: "Entity.Manage", outcome: "deny", reasonCode: code }] : []),
  ]);
  return error;
}

/** The one change that a command records, beside its decision. */
async function recorded(work: Work<unknown>) {
  const caller = callerFor(operator);
  await perform(work, caller);
  const [decision, change, ...more] = await recordOf(database, caller);
  expect(more).toEqual([]);
  expect(decision).toMatchObject({ kind: "decision", permission: "Entity.Manage", outcome: "grant", result: "committed" });
  return change;
}

describe("creating", () => {
  test("creating stores the entity as version 1, active, and records every field", async () => {
    const change = await recorded((tx, grant) => createEntity(tx, grant, names("MATAI")));
    const entity = await database.client.entity.findUniqueOrThrow({ where: { code: "MATAI" } });
    expect(entity).toMatchObject({ ...names("MATAI"), status: "active", statusReason: null, version: 1 });
    expect(change).toMatchObject({
      kind: "change",
      action: "entity.created",
      targetId: entity.id,
      targetEntityId: entity.id,
      targetLabel: "MATAI",
      globalUsed: true,
    });
    expect(change?.changes).toEqual({
      code: { from: null, to: "MATAI" },
      legalName: { from: null, to: "MATAI Limited" },
      shortName: { from: null, to: "MATAI" },
      status: { from: null, to: "active" },
    });
  });

  test("creating refuses a code or legal name that is taken, ignoring case, and says which", async () => {
    const code = await refused("ALREADY_EXISTS", (tx, grant) => createEntity(tx, grant, { ...names("KAURI"), legalName: "Another Limited" }));
    expect(Object.keys(code.fieldErrors)).toEqual(["code"]);
    const name = await refused("ALREADY_EXISTS", (tx, grant) => createEntity(tx, grant, { ...names("NEW"), legalName: "KAURI energy LIMITED" }));
    expect(Object.keys(name.fieldErrors)).toEqual(["legalName"]);
  });

  test.each(["K_uri Energy Limited", "%", "%%", "Kauri Energy Limited\\", "Kauri%", "\\"])(
    "creating treats %j as a name, not as a pattern",
    async (legalName) => {
      const code = `P${randomUUID().slice(0, 8).toUpperCase()}`;
      expect(await perform((tx, grant) => createEntity(tx, grant, { code, legalName, shortName: code }))).toMatchObject({ legalName });
      await refused("ALREADY_EXISTS", (tx, grant) => createEntity(tx, grant, { ...names("NEW"), legalName }));
    },
  );

  test("of concurrent creations one gets the code, and the others are refused", async () => {
    const attempts = Array.from({ length: 8 }, (_, index) => perform((tx, grant) => createEntity(tx, grant, { ...names("RIMU"), legalName: `Rimu ${index}` })));
    const outcomes = await Promise.all(attempts.map(outcomeOf));
    expect(outcomes.toSorted()).toEqual([...Array.from({ length: 7 }, () => "ALREADY_EXISTS"), "done"]);
    expect(await database.client.entity.count({ where: { code: "RIMU" } })).toBe(1);
  });

  test("of concurrent creations one gets the legal name", async () => {
    const attempts = Array.from({ length: 8 }, (_, index) =>
      perform((tx, grant) => createEntity(tx, grant, { ...names(`MIRO${index}`), legalName: index % 2 ? "Miro" : "MIRO" })),
    );
    expect((await Promise.all(attempts.map(outcomeOf))).filter((outcome) => outcome === "done")).toHaveLength(1);
    expect(await database.client.entity.count({ where: { code: { startsWith: "MIRO" } } })).toBe(1);
  });
});

describe("editing", () => {
  test("editing increments the version and records each changed field, from and to", async () => {
    const { id } = await create("TAWA");
    const change = await recorded((tx, grant) => editEntity(tx, grant, { id, version: 1, legalName: "TAWA Limited", shortName: "Tawa" }));
    expect(await stored(id)).toMatchObject({ legalName: "TAWA Limited", shortName: "Tawa", version: 2 });
    expect(change).toMatchObject({ action: "entity.edited", targetId: id, changes: { shortName: { from: "TAWA", to: "Tawa" } } });
    expect(Object.keys(change?.changes ?? {})).toEqual(["shortName"]);
  });

  test("editing refuses a stale version", async () => {
    const { id } = await create("TOTARA");
    for (const version of [2, 999_999_999])
      await refused("STALE_BASE", (tx, grant) => editEntity(tx, grant, { id, version, legalName: "Stale Limited", shortName: "Stale" }));
  });

  test("of concurrent edits of one version, one succeeds and the others are stale", async () => {
    const { id } = await create("PUKA");
    const attempts = Array.from({ length: 8 }, (_, index) =>
      perform((tx, grant) => editEntity(tx, grant, { id, version: 1, legalName: `Puka ${index} Limited`, shortName: "Puka" })),
    );
    expect((await Promise.all(attempts.map(outcomeOf))).toSorted()).toEqual([...Array.from({ length: 7 }, () => "STALE_BASE"), "done"]);
    expect(await stored(id)).toMatchObject({ version: 2 });
    expect(await database.client.auditEvent.count({ where: { targetId: id, action: "entity.edited" } })).toBe(1);
  });

  test("editing refuses an unchanged entity, and a name that another entity has", async () => {
    const { id } = await create("NIKAU");
    const same = { id, version: 1, legalName: "NIKAU Limited", shortName: "NIKAU" };
    await refused("INVALID_INPUT", (tx, grant) => editEntity(tx, grant, same));
    const error = await refused("ALREADY_EXISTS", (tx, grant) => editEntity(tx, grant, { ...same, legalName: "rata power limited" }));
    expect(Object.keys(error.fieldErrors)).toEqual(["legalName"]);
    expect(await perform((tx, grant) => editEntity(tx, grant, { ...same, legalName: "Nikau Limited" }))).toMatchObject({ version: 2 });
  });
});

describe("suspending and reinstating", () => {
  const change = (id: string, version: number) => ({ id, version, reason: REASON });

  test("suspending and reinstating alternate, each recorded with its reason", async () => {
    const { id } = await create("KOWHAI");
    const suspended = await recorded((tx, grant) => suspendEntity(tx, grant, change(id, 1)));
    expect(suspended).toMatchObject({ action: "entity.suspended", reason: REASON, changes: { status: { from: "active", to: "suspended" } } });
    expect(await stored(id)).toMatchObject({ status: "suspended", statusReason: REASON, version: 2 });
    const reinstated = await recorded((tx, grant) => reinstateEntity(tx, grant, change(id, 2)));
    expect(reinstated).toMatchObject({ action: "entity.reinstated", reason: REASON, changes: { status: { from: "suspended", to: "active" } } });
    expect(await stored(id)).toMatchObject({ status: "active", statusReason: null, version: 3 });
  });

  test("suspending and reinstating are refused in the state already reached, and for a stale version", async () => {
    const { id } = await create("HINAU");
    await refused("ILLEGAL_TRANSITION", (tx, grant) => reinstateEntity(tx, grant, change(id, 1)));
    await refused("STALE_BASE", (tx, grant) => suspendEntity(tx, grant, change(id, 7)));
    await perform((tx, grant) => suspendEntity(tx, grant, change(id, 1)));
    await refused("ILLEGAL_TRANSITION", (tx, grant) => suspendEntity(tx, grant, change(id, 2)));
    await refused("STALE_BASE", (tx, grant) => reinstateEntity(tx, grant, change(id, 1)));
  });

  test("a person cannot suspend their own entity", async () => {
    await refused("LAST_OPERATOR", (tx, grant) => suspendEntity(tx, grant, change(OWN_ENTITY, 1)));
  });

  test("people of a suspended entity are refused from their next request on, and admitted again after its reinstatement", async () => {
    const user = await database.client.user.findUniqueOrThrow({ where: { id: OTHER_USER }, include: { sessions: true } });
    const token = { sid: user.sessions[0]?.id ?? "", tid: user.tid, oid: user.oid, role: user.role, permissions: [], version: user.authzVersion };
    const decision = async () => {
      const session = await loadSession(token, { expireRole });
      if (session.kind === "over") throw new Error(`The session is over: ${session.why}.`);
      return decide(session.principal, "Users.View", { entityId: OTHER_ENTITY });
    };
    expect(await decision()).toMatchObject({ outcome: "grant" });
    await perform((tx, grant) => suspendEntity(tx, grant, change(OTHER_ENTITY, 1)));
    expect(await decision()).toMatchObject({ outcome: "deny", reason: "ENTITY_SUSPENDED" });
    await perform((tx, grant) => reinstateEntity(tx, grant, change(OTHER_ENTITY, 2)));
    expect(await decision()).toMatchObject({ outcome: "grant" });
  });
});

test("a missing entity is refused like an invisible one", async () => {
  const target = { id: UNKNOWN, version: 1 };
  await refused("NOT_AUTHORISED", (tx, grant) => editEntity(tx, grant, { ...target, legalName: "Nothing Limited", shortName: "Nothing" }));
  await refused("NOT_AUTHORISED", (tx, grant) => suspendEntity(tx, grant, { ...target, reason: REASON }));
  await refused("NOT_AUTHORISED", (tx, grant) => reinstateEntity(tx, grant, { ...target, reason: REASON }));
});

describe("without the permission across entities", () => {
  const everyoneElse: readonly (readonly [string, UserPrincipal])[] = [
    ...["viewer", "trader", "credit-manager", "entity-admin"].map(
      (role) => [`a ${role} with Global in the directory`, person(role, { globalAppRole: true })] as const,
    ),
    ["an operator without Global", person("operator")],
    ["a frozen operator", person("operator", { globalAppRole: true, status: "frozen" })],
  ];

  test.each(everyoneElse)("%s creates nothing, and only the refusal is recorded", async (_name, principal) => {
    const caller = callerFor(principal);
    const count = await database.client.entity.count();
    expect(await outcomeOf(perform((tx, grant) => createEntity(tx, grant, names("MINE")), caller))).toBe("NOT_AUTHORISED");
    expect(await recordOf(database, caller)).toMatchObject([{ kind: "decision", permission: "Entity.Manage", outcome: "deny", result: "NOT_AUTHORISED" }]);
    expect(await database.client.entity.count()).toBe(count);
  });

  test("another person's grant, used in one's own transaction, changes nothing: the database refuses", async () => {
    const borrowed = await perform(async (_tx, grant) => grant);
    const before = await everything();
    const run = (work: (tx: ScopedTx) => Promise<unknown>) => outcomeOf(inScope(callerFor(person("entity-admin")), "entities.test", work));
    expect(await run((tx) => createEntity(tx, borrowed, names("MINE")))).toBe("42501");
    expect(await run((tx) => editEntity(tx, borrowed, { id: OTHER_ENTITY, version: 3, legalName: "Mine Limited", shortName: "Mine" }))).not.toBe("done");
    expect(await run((tx) => suspendEntity(tx, borrowed, { id: OTHER_ENTITY, version: 3, reason: REASON }))).not.toBe("done");
    expect(await everything()).toEqual(before);
  });
});
