import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "@/lib/platform/db/client";
import { addFirstVersion, addOperators, pendingProposal, withSpread } from "@/lib/testing/configuration";
import { callerFor } from "@/lib/testing/two-entities";
import { openTestWorld } from "@/lib/testing/world";
import { proposalsWaitingFor } from "./pending-count";

let database: Database;
beforeAll(async () => {
  database = await openTestWorld();
  await addFirstVersion();
});
afterAll(() => database.close());

test("the badge of Configuration counts other people's proposals, excluding those by the person's other accounts", async () => {
  const [one, two] = await addOperators(["Aroha", "Wiremu"]);
  if (!one || !two) throw new Error("Two operators were added.");
  const waiting = () =>
    Promise.all(
      [one, two, { ...two, oid: one.oid }, { ...two, login: one.login }, { ...two, login: null }].map((principal) => proposalsWaitingFor(callerFor(principal))),
    );
  expect(await waiting()).toEqual([0, 0, 0, 0, 0]);
  await pendingProposal(one, { content: withSpread("4"), baseNumber: 1 });
  expect(await waiting()).toEqual([0, 1, 0, 0, 1]);
});
