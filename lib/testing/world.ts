import { randomUUID } from "node:crypto";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { type Database, database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Prisma } from "@/lib/platform/db/types";
import type { Page } from "@/lib/platform/lists/keyset";
import { inScope, inSystem } from "@/lib/platform/unit-of-work/scope";
import { freshDatabase } from "./databases";
import { OTHER_ENTITY, OWN_ENTITY, person } from "./principals";

/** Two entities in a database of their own, for tests of what people see of users and invitations. */

export const entityAdmin = person("entity-admin");
export const operator = person("operator");
export const globalOperator = person("operator", { globalAppRole: true });
export const viewer = person("viewer");

/** Opens and migrates a database with both entities and nobody in them, and makes it this process's. */
export async function openTestWorld(): Promise<Database> {
  const opened = await freshDatabase();
  const entities = [
    { id: OWN_ENTITY, code: "KAURI", legalName: "Kauri Energy Limited", shortName: "Kauri Energy" },
    { id: OTHER_ENTITY, code: "RATA", legalName: "Rata Power Limited", shortName: "Rata Power" },
  ];
  await inSystem((tx) => tx.entity.createMany({ data: entities }));
  return opened;
}

export type NewUser = Partial<Prisma.UserCreateManyInput> & { displayName: string; lastSeenAt?: Date | null };

/** Adds people, viewers of the own entity unless they say otherwise, and returns their ids. */
export async function addUsers(people: readonly NewUser[]): Promise<readonly string[]> {
  const data = people.map(({ lastSeenAt: _, ...one }) => ({
    id: randomUUID(),
    entityId: OWN_ENTITY,
    tid: randomUUID(),
    oid: randomUUID(),
    email: `${one.displayName.toLowerCase().replaceAll(" ", ".")}@kauri.example`,
    role: "viewer",
    ...one,
  }));
  // As the owner: the portal itself writes no unapproved operator.
  const { client } = await database();
  await client.user.createMany({ data });
  for (const [index, { lastSeenAt }] of people.entries())
    if (lastSeenAt) await client.presence.updateMany({ where: { userId: data[index]?.id ?? "" }, data: { lastSeenAt } });
  return data.map(({ id }) => id);
}

/** What `read` gives to `principal`, in a scoped transaction of their own. */
export const readAs = <T>(principal: UserPrincipal, read: (tx: ScopedTx) => Promise<T>): Promise<T> =>
  inScope({ principal, request: { requestId: randomUUID(), sessionId: null, sourceAddress: null, userAgent: null } }, "users.list", read);

/** Every page of a list, read forward to its end and then back to its start. Both as the reader would see them, in order. */
export async function walk<T>(read: (cursor: string | undefined) => Promise<Page<T>>): Promise<{ forward: readonly T[][]; back: readonly T[][] }> {
  let page = await read(undefined);
  const forward = [[...page.rows]];
  while (page.next) {
    page = await read(page.next);
    forward.push([...page.rows]);
  }
  const back = [[...page.rows]];
  while (page.previous) {
    page = await read(page.previous);
    back.unshift([...page.rows]);
  }
  return { forward, back };
}
