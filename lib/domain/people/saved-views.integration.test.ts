import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { OWN_ENTITY } from "@/lib/testing/principals";
import { outcomeOf } from "@/lib/testing/two-entities";
import { addUsers, entityAdmin, openTestWorld, readAs } from "@/lib/testing/world";
import { deleteView, savedViews, saveView } from "./saved-views";
import { saveViewInput } from "./schema";

let database: Database;
let own: readonly string[] = [];
beforeAll(async () => {
  database = await openTestWorld();
  own = await addUsers([{ displayName: "Aroha Ngata" }, { displayName: "Mere Paki" }]);
});
afterAll(() => database.close());

describe("saved views", () => {
  const views = (principal: UserPrincipal) => readAs(principal, (tx) => savedViews(tx, authorize(tx, "Users.View", { entityId: principal.entity.id })));
  const save = (principal: UserPrincipal, name: string, query: string) =>
    readAs(principal, (tx) => saveView(tx, authorize(tx, "Users.View", { entityId: principal.entity.id }), saveViewInput.parse({ name, query })));

  test("a saved view is its owner's alone: one per name, without the page, and deleted by nobody else", async () => {
    const [me = "", other = ""] = own;
    const mine = { ...entityAdmin, userId: me };
    const theirs = { ...entityAdmin, userId: other };
    const view = await save(mine, "Frozen traders", "status=frozen&role=trader&cursor=abc&oid=1&columns=role,email");
    expect(view.query).toBe("role=trader&status=frozen&columns=email%2Crole");
    await expect(save(mine, "Frozen traders", "")).rejects.toThrow("You have a view of this name.");
    await save(theirs, "Frozen traders", "q=a");
    const remove = (principal: UserPrincipal) => readAs(principal, (tx) => deleteView(tx, authorize(tx, "Users.View", { entityId: OWN_ENTITY }), view.id));
    expect(await outcomeOf(remove(theirs))).toBe("NOT_AUTHORISED");
    expect((await views(mine)).map(({ name }) => name)).toEqual(["Frozen traders"]);
    await remove(mine);
    expect(await outcomeOf(remove(mine))).toBe("NOT_AUTHORISED");
    expect(await views(mine)).toEqual([]);
    expect(await readAs(mine, (tx) => tx.savedView.findMany())).toEqual([]);
  });
});
