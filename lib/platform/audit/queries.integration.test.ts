import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EVERY_ENTITY, type Target } from "@/lib/platform/authz/decide";
import { Denied } from "@/lib/platform/authz/denied";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { authorize, grantIf } from "@/lib/platform/unit-of-work/authorize";
import { DAYS, type LogWorld, openLogWorld, readLog as read, UNSEEN_ENTITY } from "@/lib/testing/log-world";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { addUsers, globalOperator, operator, readAs } from "@/lib/testing/world";
import { entityNames, getAuditEvent, peopleNamed } from "./queries";

const OWN: Target = { entityId: OWN_ENTITY };
const NOTHING_HERE = "0190a0c0-0000-7000-8000-0000000000ff";

let world: LogWorld;
let sophie = "";
beforeAll(async () => {
  world = await openLogWorld();
  ({ sophie } = world);
});
afterAll(() => world.database.close());

const idOf: LogWorld["idOf"] = (name) => world.idOf(name);

describe("one row", () => {
  const get = (id: string, as = globalOperator, target = EVERY_ENTITY) =>
    readAs(as, async (tx) => getAuditEvent(tx, authorize(tx, "Market.Operate", target), id));

  test("has everything that was recorded", async () => {
    expect(await get(idOf("change"))).toMatchObject({
      kind: "change",
      action: "user.role_changed",
      changes: { role: { from: "viewer", to: "trader" } },
      reason: "A reason.",
      targetEntityId: OWN_ENTITY,
      result: "committed",
    });
    expect(await get(idOf("access"))).toMatchObject({ changes: null, reason: null });
  });

  test("is not there for who sees one entity only and asks for another's, nor for an id that nothing has", async () => {
    expect(await get(idOf("elsewhere"))).toMatchObject({ targetEntityId: OTHER_ENTITY });
    expect(await get(idOf("elsewhere"), operator, OWN)).toBeNull();
    expect(await get(idOf("elsewhere"), globalOperator, OWN)).toBeNull();
    expect(await get(NOTHING_HERE)).toBeNull();
  });
});

describe("who sees what", () => {
  const others = ["viewer", "trader", "credit-manager", "entity-admin"].map((role) => [role, person(role, { globalAppRole: true })] as const);

  test.each(others)("a %s obtains no grant, with Global in the directory or without", async (_role, principal) => {
    for (const target of [OWN, EVERY_ENTITY]) {
      await expect(read({}, { as: principal, target })).rejects.toThrow(Denied);
      expect(await readAs(principal, async (tx) => grantIf(tx, "Market.Operate", target))).toBeNull();
    }
  });

  test("an operator without Global, or frozen, obtains no grant across entities", async () => {
    await expect(read({}, { as: operator })).rejects.toThrow(Denied);
    await expect(read({}, { as: person("operator", { globalAppRole: true, status: "frozen" }) })).rejects.toThrow(Denied);
  });

  test("an operator without Global reads rows about their own entity only, even where a query forgets to say so", async () => {
    const { rows } = await read({ ...DAYS, shown: "everything" }, { as: operator, target: OWN });
    expect(rows.map(({ id }) => id)).toEqual([idOf("change")]);
    const entities = (tx: ScopedTx) => tx.$queryRaw<{ about: string | null }[]>`SELECT DISTINCT target_entity_id AS about FROM audit_event`;
    // Of no entity is what its own people were refused.
    expect(new Set((await readAs(operator, entities)).map(({ about }) => about))).toEqual(new Set([OWN_ENTITY, null]));
    expect((await readAs(globalOperator, entities)).map(({ about }) => about)).toEqual(expect.arrayContaining([OTHER_ENTITY, null]));
  });

  test("people to filter by, and the names of entities, are those that the grant reaches", async () => {
    const choices = (principal: UserPrincipal, target: Target) =>
      readAs(principal, async (tx) => {
        const grant = authorize(tx, "Market.Operate", target);
        return {
          named: (await peopleNamed(tx, grant, "S")).map(({ displayName }) => displayName),
          byId: (await peopleNamed(tx, grant, sophie))[0] ?? null,
          names: [...(await entityNames(tx, grant, [OTHER_ENTITY, UNSEEN_ENTITY, OTHER_ENTITY]))],
        };
      });
    expect(await choices(globalOperator, EVERY_ENTITY)).toMatchObject({
      named: ["Sophie van der Berg"],
      byId: { displayName: "Sophie van der Berg", entity: { shortName: "Rata Power" } },
      names: [[OTHER_ENTITY, "Rata Power"]],
    });
    expect(await choices(operator, OWN)).toEqual({ named: [], byId: null, names: [] });
  });
});

test("a name is found by any part of it, whatever the case, and gives twenty people at most", async () => {
  await addUsers(Array.from({ length: 25 }, (_, index) => ({ displayName: `Tama ${String(index).padStart(2, "0")}% Parata` })));
  const named = (name: string) =>
    readAs(globalOperator, async (tx) => (await peopleNamed(tx, authorize(tx, "Market.Operate", EVERY_ENTITY), name)).map(({ displayName }) => displayName));
  expect(await named("NGATA")).toEqual(["Aroha Ngata"]);
  expect(await named("07%")).toEqual(["Tama 07% Parata"]);
  expect(await named("tama")).toHaveLength(20);
  expect(await named("%")).toEqual([]);
  expect(await named("nobody")).toEqual([]);
});
