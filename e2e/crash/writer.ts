import { openSync, writeSync } from "node:fs";
import { createEntity, editEntity } from "@/lib/domain/entities/commands";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import { openDatabase, useDatabase } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Entity } from "@/lib/platform/db/types";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { person } from "@/lib/testing/principals";
import { type Acknowledged, PREFIX } from "./record";

/**
 * Creates and edits entities as fast as it can, in parallel, until killed. Acknowledged changes are written to a file synchronously,
 * so it survives this process. Arguments: that file, and a number for this run.
 */
const [file = "", run = ""] = process.argv.slice(2);
const acknowledgements = openSync(file, "a");
const LANES = 4;
const EDITS = 3;
const operator = person("operator", { globalAppRole: true });

async function change(name: "create" | "edit", work: (tx: ScopedTx, grant: Grant<"Entity.Manage">) => Promise<Entity>): Promise<Entity> {
  const requestId = crypto.randomUUID();
  const request = { requestId, sessionId: null, sourceAddress: null, userAgent: null };
  const { code, version, ...rest } = await inScope({ principal: operator, request }, `entities.${name}`, (tx) =>
    work(tx, authorize(tx, "Entity.Manage", EVERY_ENTITY)),
  );
  const done: Acknowledged = { code, version, action: name === "create" ? "entity.created" : "entity.edited", requestId };
  writeSync(acknowledgements, `${JSON.stringify(done)}\n`);
  return { code, version, ...rest };
}

async function writeOn(lane: number): Promise<never> {
  for (let count = 0; ; count++) {
    const code = `${PREFIX}${run}L${lane}N${count}`;
    let { id, version } = await change("create", (tx, grant) => createEntity(tx, grant, { code, legalName: `${code} Limited`, shortName: code }));
    // The caller's timer starts at the first acknowledgement.
    if (count === 0 && lane === 0) process.stdout.write("writing\n");
    for (let edit = 1; edit <= EDITS; edit++) {
      const seen = { id, version, legalName: `${code} Limited`, shortName: `${code} ${edit}` };
      ({ version } = await change("edit", (tx, grant) => editEntity(tx, grant, seen)));
    }
  }
}

useDatabase(await openDatabase());
process.stdout.write("open\n");
await Promise.all(Array.from({ length: LANES }, (_, lane) => writeOn(lane)));
