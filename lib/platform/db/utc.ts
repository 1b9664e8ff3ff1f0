import type { ClientBase } from "pg";

/**
 * The first statement of every connection that the portal opens: times are read and written as UTC whatever the database's own zone is.
 * Transactions say so once more, since a pooler in between may have handed the connection on.
 */
export async function setUtc(client: Pick<ClientBase, "query">): Promise<void> {
  await client.query("SET TIME ZONE 'UTC'");
}
