import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { from } from "pg-copy-streams";
import { connectPostgres } from "./check-postgres";

/** Rows to load into a table: values in column order, null for NULL. `instead` is the ON CONFLICT action. */
export type Load = {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: Iterable<readonly (string | null)[]>;
  readonly instead?: string;
};

/**
 * Loads tables by COPY in one transaction and refreshes the planner's statistics. Table and column names come
 * from code. COPY bypasses row-level security, so rows go to a temporary table first and are inserted as
 * `portal_system`. Throws, and loads nothing, when `assertEmptyBody` has rows.
 */
export async function copyInto(url: string, loads: readonly Load[], assertEmptyBody: string): Promise<void> {
  const client = await connectPostgres(url, "The address");
  try {
    await client.query("BEGIN");
    const { rowCount } = await client.query(`SELECT FROM ${assertEmptyBody} LIMIT 1`);
    if (rowCount) throw new Error(`${assertEmptyBody} has rows already.`);
    for (const { table, columns, rows, instead } of loads) {
      const names = columns.join(", ");
      await client.query(`CREATE TEMPORARY TABLE arriving ON COMMIT DROP AS SELECT ${names} FROM ${table} WITH NO DATA`);
      await pipeline(Readable.from(linesOf(rows)), client.query(from(`COPY arriving (${names}) FROM STDIN`)));
      await client.query("GRANT SELECT ON arriving TO portal_system");
      await client.query("SELECT set_config('role', 'portal_system', true), set_config('portal.seeding', 'on', true)");
      await client.query(`INSERT INTO ${table} (${names}) SELECT ${names} FROM arriving${instead ? ` ON CONFLICT ${instead}` : ""}`);
      await client.query("RESET ROLE");
      await client.query("DROP TABLE arriving");
    }
    await client.query("COMMIT");
    // Also flushes the GIN pending list, which every search would otherwise scan.
    for (const { table } of loads) await client.query(`VACUUM (ANALYZE) ${table}`);
  } finally {
    await client.end();
  }
}

const CHUNK = 64 * 1_024;

/** COPY's text format, in batches of rows. */
function* linesOf(rows: Load["rows"]): Generator<string> {
  let chunk = "";
  for (const row of rows) {
    chunk += `${row.map(copyValue).join("\t")}\n`;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = "";
  }
  yield chunk;
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

const copyValue = (value: string | null): string => (value === null ? "\\N" : value.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character));
