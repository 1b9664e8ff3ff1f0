import type { ClientBase } from "pg";

/**
 * The first statement of every connection: times are read and written as UTC, whatever the database's time
 * zone. Transactions repeat it, because a pooler may have handed the connection on.
 */
export async function setUtc(client: Pick<ClientBase, "query">): Promise<void> {
  await client.query("SET TIME ZONE 'UTC'");
}
