import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import type { SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import { PrismaClient } from "@/lib/generated/prisma/client";
import { env } from "@/lib/platform/env";
import { type Embedded, EmbeddedAdapter, openEmbedded } from "./embedded";
import { CheckedPool } from "./pool";
import { setUtc } from "./utc";

/** An open database: PostgreSQL, or PGlite when no address is configured. */
export type Database = {
  readonly kind: "postgresql" | "pglite";
  readonly client: PrismaClient;
  /** For anonymous requests: on PostgreSQL a pool of its own, so they take no connections from signed-in people. */
  readonly anonymous: PrismaClient;
  readonly adapter: SqlMigrationAwareDriverAdapterFactory;
  close(): Promise<void>;
};

/** Connections of this process for people and jobs, and for anonymous requests. */
const CONNECTIONS = 10;
const ANONYMOUS_CONNECTIONS = 2;

export function openPostgres(url: string): Database {
  const adapter = adapterFor(url, CONNECTIONS);
  const client = new PrismaClient({ adapter });
  const anonymous = new PrismaClient({ adapter: adapterFor(url, ANONYMOUS_CONNECTIONS) });
  return {
    kind: "postgresql",
    client,
    anonymous,
    adapter,
    close: async () => {
      await Promise.all([client.$disconnect(), anonymous.$disconnect()]);
    },
  };
}

const adapterFor = (connectionString: string, max: number) =>
  new PrismaPg(new CheckedPool({ connectionString, max, onConnect: setUtc }), { disposeExternalPool: true });

/** Throws `DataFolderLocked` when another process holds the folder. Without a folder the database is in memory. */
export async function openPGlite(folder?: string): Promise<Database> {
  return pgliteDatabase(await openEmbedded(folder));
}

/** Wraps an embedded database that is already open. */
export function pgliteDatabase({ pglite, close }: Embedded): Database {
  const adapter = new EmbeddedAdapter(pglite);
  const client = new PrismaClient({ adapter });
  return {
    kind: "pglite",
    client,
    anonymous: client,
    adapter,
    close: async () => {
      await client.$disconnect();
      await close();
    },
  };
}

/** Opens the database that the environment names. */
export function openDatabase(): Promise<Database> {
  const { DATABASE_URL, DATA_DIR } = env();
  return DATABASE_URL ? Promise.resolve(openPostgres(DATABASE_URL)) : openPGlite(DATA_DIR);
}

// The server loads this module once per bundle, but a process may open the embedded database only once.
const slot = globalThis as typeof globalThis & { rolebookDatabase?: Promise<Database> | undefined };

/** This process's database, opened on first use. After a failure the next caller tries again. */
export function database(): Promise<Database> {
  slot.rolebookDatabase ??= openDatabase().catch((error: unknown) => {
    slot.rolebookDatabase = undefined;
    throw error;
  });
  return slot.rolebookDatabase;
}

/** Makes `opened` this process's database; for the command line and tests, which open their own. */
export function useDatabase(opened: Database): void {
  slot.rolebookDatabase = Promise.resolve(opened);
}
