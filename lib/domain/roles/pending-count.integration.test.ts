import { afterAll, beforeAll, expect, test } from "vitest";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import { act, changeOf, colleague } from "@/lib/testing/assignments";
import { OTHER_ENTITY, OWN_ENTITY } from "@/lib/testing/principals";
import { callerFor } from "@/lib/testing/two-entities";
import { openTestWorld } from "@/lib/testing/world";
import { requestRole } from "./commands";
import { waitingFor } from "./pending-count";

process.env.SESSION_SECRET = "a secret of the tests, long enough to be accepted";

let database: Database;
beforeAll(async () => {
  database = await openTestWorld();
});
afterAll(() => database.close());

const waiting = (principal: UserPrincipal) => waitingFor(callerFor(principal));

test("the badge of Users counts requests that await this person: not their own, not about them, and only for roles they may give", async () => {
  const [one, two] = [await colleague("operator", { global: true }), await colleague("operator", { global: true })];
  const local = await colleague("operator");
  const admin = await colleague("entity-admin", { entityId: OTHER_ENTITY });
  const ask = async (by: UserPrincipal, entityId: string, about: UserPrincipal, to: Parameters<typeof changeOf>[1]) => {
    const user = await database.client.user.findUniqueOrThrow({ where: { id: about.userId } });
    await act(by, "Users.Manage", entityId, (tx, grant) => requestRole(tx, grant, changeOf(user, to)));
  };
  expect(await waiting(one)).toBe(0);
  await ask(one, OWN_ENTITY, await colleague("viewer"), { role: "operator", global: true });
  expect([await waiting(one), await waiting(two), await waiting(local)]).toEqual([0, 1, 0]);
  const anew = await colleague("operator", { global: true, login: one.login });
  expect([await waiting(anew), await waiting({ ...two, login: null })]).toEqual([0, 1]);
  await ask(admin, OTHER_ENTITY, await colleague("viewer", { entityId: OTHER_ENTITY }), { role: "trader" });
  expect([await waiting(one), await waiting(two), await waiting(local)]).toEqual([1, 2, 0]);
  await ask(one, OWN_ENTITY, two, { role: "viewer" });
  expect([await waiting(one), await waiting(two), await waiting(local)]).toEqual([1, 2, 0]);
  expect(await waiting(await colleague("operator", { global: true, login: two.login }))).toBe(2);
  await ask(one, OWN_ENTITY, await colleague("viewer"), { role: "trader" });
  expect([await waiting(one), await waiting(two), await waiting(local)]).toEqual([1, 3, 1]);
});
