import { chmodSync, closeSync, mkdirSync, openSync } from "node:fs";
import path from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import type { SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import { tryLock } from "fs-native-extensions";
import { PrismaPGlite } from "pglite-prisma-adapter";

const EXTENSIONS = { pg_trgm };

/** Prisma's adapter, whose shadow database for comparing migrations has the real database's extensions. */
export class EmbeddedAdapter extends PrismaPGlite {
  constructor(private readonly pglite: PGlite) {
    super(pglite);
  }
  /** The stock adapter neither awaits a script nor sees it fail. */
  override async connect() {
    const connection = await super.connect();
    connection.executeScript = async (script) => void (await this.pglite.exec(script));
    return connection;
  }
  override async connectToShadowDb(): Promise<SqlDriverAdapter> {
    return new EmbeddedAdapter(await PGlite.create({ extensions: EXTENSIONS })).connect();
  }
}

/** Another process holds the data folder; two at once would lose acknowledged rows without an error. */
export class DataFolderLocked extends Error {
  override name = "DataFolderLocked";
  constructor(folder: string) {
    super(`The data folder ${folder} is in use by another process: stop that portal first, or set DATA_DIR to another folder.`);
  }
}

export type Embedded = { pglite: PGlite; close(): Promise<void> };

/**
 * Opens PGlite, in a folder or (without one) in memory. The folder is held by an operating system lock, which
 * is released when the process dies. Throws `DataFolderLocked`.
 */
export async function openEmbedded(folder?: string): Promise<Embedded> {
  if (folder === undefined) {
    const pglite = await PGlite.create({ extensions: EXTENSIONS });
    return { pglite, close: () => pglite.close() };
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = openSync(path.join(folder, "database.lock"), "a+");
  if (!tryLock(lock)) {
    closeSync(lock);
    throw new DataFolderLocked(folder);
  }
  try {
    const dataDir = path.join(folder, "database");
    mkdirSync(dataDir, { recursive: true });
    // PGlite's files are world-writable, so this folder is closed to others; its parent may belong to somebody
    // else.
    chmodSync(dataDir, 0o700);
    const pglite = await PGlite.create({ dataDir, extensions: EXTENSIONS });
    return {
      pglite,
      close: async () => {
        await pglite.close();
        closeSync(lock);
      },
    };
  } catch (error) {
    closeSync(lock);
    throw error;
  }
}
