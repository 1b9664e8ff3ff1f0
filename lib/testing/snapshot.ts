import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { fingerprint, isFresh, markFresh } from "@/lib/cli/freshness";
import { type Embedded, EmbeddedAdapter, openEmbedded } from "@/lib/platform/db/embedded";
import { migrateEmbedded } from "@/lib/platform/db/migrate";

/**
 * A migrated embedded database with nothing in it, kept as a file: making one anew for each file of tests would take longer than
 * most of them do. It is made again when a migration or the database's version changes.
 */

const FILE = "node_modules/.cache/rolebook-embedded.tar";
const STAMP = `${FILE}.sources`;
const SOURCES = ["prisma/migrations", "prisma/schema.prisma", "node_modules/@electric-sql/pglite/package.json"];

/** A database in memory, as the migrations leave it. */
export async function restoreEmbedded(): Promise<Embedded> {
  const print = fingerprint(SOURCES);
  if (!isFresh(STAMP, print)) await makeSnapshot(print);
  const pglite = await PGlite.create({ extensions: { pg_trgm }, loadDataDir: new Blob([readFileSync(FILE)]) });
  return { pglite, close: () => pglite.close() };
}

async function makeSnapshot(print: string): Promise<void> {
  const { pglite, close } = await openEmbedded();
  try {
    await migrateEmbedded(new EmbeddedAdapter(pglite));
    const files = await pglite.dumpDataDir("none");
    // Several processes may do this at once: each writes its own, and the last one stays, whole.
    const mine = `${FILE}.${process.pid}`;
    mkdirSync(path.dirname(FILE), { recursive: true });
    writeFileSync(mine, new Uint8Array(await files.arrayBuffer()));
    renameSync(mine, FILE);
    markFresh(STAMP, print);
  } finally {
    await close();
  }
}
