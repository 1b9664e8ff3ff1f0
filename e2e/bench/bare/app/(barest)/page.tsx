import { openPostgres } from "@/lib/platform/db/client";

/** The baseline for the portal's user list: the same query and columns, and nothing else. */

export const dynamic = "force-dynamic";

const { client } = openPostgres(process.env.DATABASE_URL ?? "");

export default async function Users() {
  const users = await client.user.findMany({
    where: { entityId: process.env.ENTITY_ID ?? "" },
    orderBy: [{ displayName: "asc" }, { id: "asc" }],
    take: 26,
    select: {
      id: true,
      displayName: true,
      email: true,
      role: true,
      status: true,
      presence: { select: { lastSeenAt: true } },
      createdAt: true,
      global: true,
      entity: { select: { id: true, code: true, shortName: true } },
    },
  });
  return (
    <table>
      <thead>
        <tr>
          <th>Name</th>
          <th>E-mail</th>
          <th>Role</th>
          <th>Status</th>
          <th>Last seen</th>
          <th>Joined</th>
        </tr>
      </thead>
      <tbody>
        {users.slice(0, 25).map((user) => (
          <tr key={user.id}>
            <td>{user.displayName}</td>
            <td>{user.email}</td>
            <td>{user.role}</td>
            <td>{user.status}</td>
            <td>{user.presence?.lastSeenAt.toISOString()}</td>
            <td>{user.createdAt.toISOString()}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
