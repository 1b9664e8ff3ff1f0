import { openSync, writeSync } from "node:fs";
import { runDirectoryWrites } from "@/lib/adapters/entra/worker";
import { writeToDirectory } from "@/lib/domain/write-queue/enqueue";
import { needsSecondPerson } from "@/lib/platform/authz/assignable";
import { roleKeys } from "@/lib/platform/authz/roles";
import { openDatabase, useDatabase } from "@/lib/platform/db/client";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { OWN_ENTITY } from "@/lib/testing/principals";

/**
 * Changes users and sends directory writes as fast as it can until killed. Acknowledged changes are written to a file synchronously.
 * Argument: that file.
 */
const [file = ""] = process.argv.slice(2);
const acknowledgements = openSync(file, "a");

let working = false;

/** Roles that need no approved request. */
const roles = roleKeys.filter((role) => !needsSecondPerson(role));

const any = <T>(values: readonly T[]): T | undefined => values[Math.floor(Math.random() * values.length)];

async function changeOn(oids: readonly string[]): Promise<never> {
  for (;;) {
    const oid = any(oids) ?? "";
    const role = any(roles) ?? "viewer";
    const version = await inSystem(async (tx) => {
      await tx.$queryRaw`SELECT id FROM portal_user WHERE oid = ${oid}::uuid FOR UPDATE`;
      const { id } = await tx.user.findFirstOrThrow({ where: { oid }, select: { id: true } });
      const user = await tx.user.update({ where: { id }, data: { role, version: { increment: 1 } } });
      await writeToDirectory(tx, { entityId: OWN_ENTITY, userId: id }, [
        { kind: "set_role", role },
        { kind: "set_global", global: false },
      ]);
      return user.version;
    });
    writeSync(acknowledgements, `${JSON.stringify({ oid, version })}\n`);
    // The caller's timer starts at the first acknowledgement.
    if (!working) process.stdout.write("working\n");
    working = true;
  }
}

async function tellOn(): Promise<never> {
  for (;;) await runDirectoryWrites();
}

useDatabase(await openDatabase());
const people = await inSystem((tx) => tx.user.findMany({ select: { oid: true } }));
const oids = people.map(({ oid }) => oid);
await Promise.all([changeOn(oids), changeOn(oids), tellOn()]);
