import type { Database } from "@/lib/platform/db/client";

/** Every stored row as text, by table and place. */
export type Rows = ReadonlyMap<string, readonly string[]>;

/** Written by requests themselves, refused ones too, or by time. */
const ALWAYS_MOVING = ["audit_event", "session", "_prisma_migrations", "market_session", "portal_process", "throttle", "refused_sign_in"];

/** The market's other transitions come with time. */
const BY_A_PERSON = "WHERE by_id IS NOT NULL";

/** All rows of all tables but the record and the sessions, so that "nothing changed" holds for tables yet to come as well. */
export async function rowsOfEverything({ client }: Database): Promise<Rows> {
  const tables = await client.$queryRaw<
    { name: string }[]
  >`SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`;
  const rows = new Map<string, readonly string[]>();
  for (const { name } of tables.filter((table) => !ALWAYS_MOVING.includes(table.name) && !table.name.startsWith("audit_event_"))) {
    // The name comes from the catalogue; when somebody was last seen is not what they are.
    const found = await client.$queryRawUnsafe<{ row: string }[]>(
      `SELECT (to_jsonb(t) - 'last_seen_at' - 'seen_hour')::text AS row FROM "${name}" t ${name === "market_transition" ? BY_A_PERSON : ""}`,
    );
    rows.set(name, found.map(({ row }) => row).sort());
  }
  return rows;
}

/** The rows that are in one and not in the other, as `table: row`. */
export const changedRows = (before: Rows, after: Rows): readonly string[] =>
  [...after].flatMap(([table, rows]) => rows.filter((row) => !before.get(table)?.includes(row)).map((row) => `${table}: ${row}`));
