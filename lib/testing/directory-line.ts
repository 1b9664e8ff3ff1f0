import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll } from "vitest";
import type { Database } from "@/lib/db/client";
import { inSystem } from "@/lib/db/scope";
import { groupIdsOf } from "@/lib/directory/graph";
import { someone, startTestDirectory, type TestDirectory } from "@/lib/directory/local/test-directory";
import { type DirectoryChange, writeToDirectory } from "@/lib/directory/outbox";
import { tellDirectory } from "@/lib/directory/worker";
import { OWN_ENTITY } from "@/lib/testing/principals";
import { openTwoEntities } from "@/lib/testing/two-entities";

/** Shorter than the slowness of a directory that is told to be slow. */
export const TIME_LIMIT = 1_500;

/** Nine viewers here and in a directory of the test's own, an empty line of writes between them, and what tests do with it. */
export function useLine() {
  const people = Array.from({ length: 9 }, (_, index) => someone(`Person ${index}`, ["viewer"]));
  let directory: TestDirectory;
  let database: Database;
  const oidOf = (index: number): string => people[index]?.oid ?? "";
  const userOf = (index: number) => database.client.user.findFirstOrThrow({ where: { oid: oidOf(index) } });
  const stored = () => database.client.directoryWrite.findMany({ orderBy: { position: "asc" } });
  const sql = (statement: string) => database.client.$executeRawUnsafe(statement);

  beforeAll(async () => {
    directory = await startTestDirectory(people);
    database = await openTwoEntities();
    await database.client.directoryWrite.deleteMany();
    const tid = randomUUID();
    const users = people.map(({ oid, userName, displayName }) => ({ entityId: OWN_ENTITY, tid, oid, email: userName, displayName, role: "viewer" }));
    await inSystem((tx) => tx.user.createMany({ data: users }));
    // The first call of a process looks up where tokens are given out, which takes a moment.
    await groupIdsOf(oidOf(0));
  });
  afterEach(async () => {
    directory.misbehave(() => undefined);
    await database.client.directoryWrite.deleteMany();
  });
  afterAll(async () => {
    await database.close();
    await directory.stop();
  });

  return {
    people,
    directory: () => directory,
    client: () => database.client,
    oidOf,
    userOf,
    stored,
    sql,
    states: async () => (await stored()).map(({ state }) => state),
    round: () => tellDirectory({ timeLimit: TIME_LIMIT }),
    recorded: (action: string) => database.client.auditEvent.findMany({ where: { action } }),
    /** As if that much time had passed. */
    pass: (interval: string) =>
      sql(`UPDATE directory_write SET queued_at = queued_at - interval '${interval}', next_attempt_at = next_attempt_at - interval '${interval}',
        claimed_until = claimed_until - interval '${interval}'`),
    async queue(index: number, ...changes: DirectoryChange[]): Promise<void> {
      const { id } = await userOf(index);
      await inSystem((tx) => writeToDirectory(tx, { entityId: OWN_ENTITY, userId: id }, changes));
    },
    async invite(email: string, role: string): Promise<string> {
      const facts = { entityId: OWN_ENTITY, email, role, name: "New Person" };
      const secret = { tokenHash: new Uint8Array(randomBytes(32)), expiresAt: new Date(Date.now() + 3_600_000) };
      const { id } = await inSystem((tx) => tx.invitation.create({ data: { ...facts, ...secret } }));
      await inSystem((tx) => writeToDirectory(tx, { entityId: OWN_ENTITY, invitationId: id }, [{ kind: "invite_guest" }, { kind: "set_role", role }]));
      return id;
    },
  };
}
