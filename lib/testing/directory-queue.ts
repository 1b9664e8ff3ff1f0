import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll } from "vitest";
import { groupIdsOf } from "@/lib/adapters/entra/graph";
import { LOCAL_TENANT_ID, type LocalPerson } from "@/lib/adapters/entra/local-tenant";
import { runDirectoryWrites } from "@/lib/adapters/entra/worker";
import { someone, startTestDirectory, type TestDirectory } from "@/lib/dev/directory/test-directory";
import { type DirectoryChange, dropGuest, inviteGuests, writeToDirectory } from "@/lib/domain/write-queue/enqueue";
import type { Database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { inScope, inSystem } from "@/lib/platform/unit-of-work/scope";
import { OWN_ENTITY, person } from "./principals";
import { callerFor, openTwoEntities } from "./two-entities";

/** Shorter than the slowness of a directory that is told to be slow. */
export const TIME_LIMIT = 1_500;

const inGlobal = (work: (tx: ScopedTx) => Promise<void>) => inScope(callerFor(person("operator", { globalAppRole: true })), "invitations.test", work);

/** Nine viewers, and `more` people, here and in a directory of the test's own, an empty line of writes between them, and what tests do with it. */
export function useLine(more: readonly LocalPerson[] = []) {
  const people = [...Array.from({ length: 9 }, (_, index) => someone(`Person ${index}`, ["viewer"])), ...more];
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
    const tid = LOCAL_TENANT_ID;
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
    round: () => runDirectoryWrites({ timeLimit: TIME_LIMIT }),
    recorded: (action: string) => database.client.auditEvent.findMany({ where: { action }, orderBy: [{ at: "asc" }, { id: "asc" }] }),
    /** As if that much time had passed. */
    pass: (interval: string) =>
      sql(`UPDATE directory_write SET queued_at = queued_at - interval '${interval}', next_attempt_at = next_attempt_at - interval '${interval}',
        claimed_until = claimed_until - interval '${interval}'`),
    async queue(index: number, ...changes: DirectoryChange[]): Promise<void> {
      const { id } = await userOf(index);
      await inSystem((tx) => writeToDirectory(tx, { entityId: OWN_ENTITY, userId: id }, changes));
    },
    async invite(email: string, entityId = OWN_ENTITY): Promise<string> {
      const facts = { entityId, email, role: "entity-admin", name: "New Person", senderId: person("entity-admin").userId };
      const secret = { tokenHash: new Uint8Array(randomBytes(32)), expiresAt: new Date(Date.now() + 3_600_000) };
      const { id } = await inSystem((tx) => tx.invitation.create({ data: { ...facts, ...secret } }));
      await inGlobal((tx) => inviteGuests(tx, [{ id, entityId, email }]));
      return id;
    },
    /** As revoking does. */
    async end(id: string): Promise<void> {
      const invitation = await database.client.invitation.update({ where: { id }, data: { state: "revoked" } });
      await inGlobal((tx) => dropGuest(tx, invitation));
    },
  };
}
