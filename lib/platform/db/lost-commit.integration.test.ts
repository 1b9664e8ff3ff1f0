import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createEntity } from "@/lib/domain/entities/commands";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope, inSystem, inWriteScope } from "@/lib/platform/unit-of-work/scope";
import { asActor } from "@/lib/testing/actors";
import { colleague } from "@/lib/testing/assignments";
import { RUNS_ON } from "@/lib/testing/databases";
import { type FaultyNetwork, faultyNetwork } from "@/lib/testing/faulty-network";
import { OTHER_ENTITY, OWN_ENTITY } from "@/lib/testing/principals";
import { callerFor, outcomeOf, recordOf } from "@/lib/testing/two-entities";
import { type Database, openPostgres, useDatabase } from "./client";

describe.runIf(RUNS_ON === "postgresql")("a COMMIT whose answer is lost", () => {
  let network: FaultyNetwork;
  let database: Database;
  let operator: UserPrincipal;
  let count = 0;
  beforeAll(async () => {
    network = await faultyNetwork();
    database = openPostgres(network.url);
    useDatabase(database);
    await inSystem((tx) =>
      tx.entity.createMany({
        data: [
          { id: OWN_ENTITY, code: "KAURI", legalName: "Kauri Energy Limited", shortName: "Kauri Energy" },
          { id: OTHER_ENTITY, code: "RATA", legalName: "Rata Power Limited", shortName: "Rata Power" },
        ],
      }),
    );
    operator = await colleague("operator", { global: true });
  });
  afterAll(async () => {
    await database.close();
    await network.stop();
  });

  /** Creates an entity while the network fails at the COMMIT; returns the answer, whether it was created, and the record. */
  async function create(fail: () => void) {
    const code = `LOST${++count}`;
    const actor = await asActor(callerFor(operator));
    const work = inWriteScope(actor, "entities.create", (tx) => {
      const grant = authorize(tx, "Entity.Manage", EVERY_ENTITY);
      fail();
      return createEntity(tx, grant, { code, legalName: `${code} Limited`, shortName: code });
    });
    const said = await outcomeOf(work);
    network.mend();
    const done = (await database.client.entity.count({ where: { code } })) === 1;
    const record = (await recordOf(database, actor)).map(({ kind, result }) => `${kind} ${result}`);
    return { said, done, record };
  }

  test("a COMMIT that arrived is a success with one record, twenty times out of twenty", async () => {
    for (let time = 0; time < 20; time++) {
      const outcome = await create(() => network.cutAtCommit("after"));
      expect(outcome).toEqual({ said: "done", done: true, record: ["decision committed", "change committed"] });
    }
  });

  test("a COMMIT that never arrived is UNAVAILABLE, and recorded as that alone, twenty times out of twenty", async () => {
    for (let time = 0; time < 20; time++) {
      const outcome = await create(() => network.cutAtCommit("before"));
      expect(outcome).toEqual({ said: "UNAVAILABLE", done: false, record: ["decision UNAVAILABLE"] });
    }
  });

  test("a COMMIT whose outcome cannot be found is OUTCOME_UNKNOWN, and claims nothing untrue", async () => {
    expect(await create(() => network.cutAtCommit("after", { stayDown: true }))).toEqual({
      said: "OUTCOME_UNKNOWN",
      done: true,
      record: ["decision committed", "change committed"],
    });
    expect(await create(() => network.cutAtCommit("before", { stayDown: true }))).toEqual({ said: "OUTCOME_UNKNOWN", done: false, record: [] });
  });

  test("a lost COMMIT does not fail a read", async () => {
    for (const when of ["before", "after"] as const) {
      const read = inScope(callerFor(operator), "test.read", (tx) => {
        network.cutAtCommit(when);
        return tx.entity.count();
      });
      expect(await outcomeOf(read)).toBe("done");
    }
  });

  test("a lost COMMIT of the portal's own work is looked up as well", async () => {
    const write = (when: "before" | "after") =>
      outcomeOf(
        inSystem((tx) => {
          network.cutAtCommit(when);
          return tx.user.updateMany({ where: { id: operator.userId }, data: { displayName: "Renamed" } });
        }),
      );
    expect([await write("after"), await write("before")]).toEqual(["done", "UNAVAILABLE"]);
  });
});
