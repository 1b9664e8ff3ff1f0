import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import type { SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import { env } from "@/lib/env";
import { PrismaClient } from "@/lib/generated/prisma/client";
import { type Embedded, EmbeddedAdapter, openEmbedded } from "./embedded";

/** An open database: PostgreSQL, or PGlite where no address is given. */
export type Database = {
  readonly kind: "postgresql" | "pglite";
  readonly client: PrismaClient;
  readonly adapter: SqlMigrationAwareDriverAdapterFactory;
  close(): Promise<void>;
};

/** Connections per process and time limits in milliseconds: whoever waits longer gets UNAVAILABLE. */
const POOL = { max: 10, connectionTimeoutMillis: 5_000, idleTimeoutMillis: 30_000, statement_timeout: 10_000, idle_in_transaction_session_timeout: 15_000 };

export function openPostgres(url: string): Database {
  const adapter = new PrismaPg({ connectionString: url, ...POOL });
  const client = new PrismaClient({ adapter });
  return { kind: "postgresql", client, adapter, close: () => client.$disconnect() };
}

/** Throws `DataFolderLocked` when another process has the folder. Without a folder the database is in memory. */
export async function openPGlite(folder?: string): Promise<Database> {
  return pgliteDatabase(await openEmbedded(folder));
}

/** An embedded database that is open already. */
export function pgliteDatabase({ pglite, close }: Embedded): Database {
  const adapter = new EmbeddedAdapter(pglite);
  const client = new PrismaClient({ adapter });
  return {
    kind: "pglite",
    client,
    adapter,
    close: async () => {
      await client.$disconnect();
      await close();
    },
  };
}

/** The database that the environment names. */
export function openDatabase(): Promise<Database> {
  const { DATABASE_URL, DATA_DIR } = env();
  return DATABASE_URL ? Promise.resolve(openPostgres(DATABASE_URL)) : openPGlite(DATA_DIR);
}

// The server loads this module once per bundle, but a process may open the embedded database only once.
const slot = globalThis as typeof globalThis & { rolebookDatabase?: Promise<Database> | undefined };

/** This process's database, opened on first use. A failed opening is tried again by the next caller. */
export function database(): Promise<Database> {
  slot.rolebookDatabase ??= openDatabase().catch((error: unknown) => {
    slot.rolebookDatabase = undefined;
    throw error;
  });
  return slot.rolebookDatabase;
}

/** Makes `opened` this process's database: for the command line and for tests, which open their own. */
export function useDatabase(opened: Database): void {
  slot.rolebookDatabase = Promise.resolve(opened);
}
