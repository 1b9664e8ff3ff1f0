import "server-only";
import { GraphError } from "@microsoft/microsoft-graph-client";
import { z } from "zod";
import type { Standing } from "@/lib/domain/directory/model";
import { DirectoryUnavailable } from "./errors";
import { portalApplication } from "./graph-application";
import { EVENTUAL, graph, PAGE_SIZE, readAll, within } from "./graph-client";
import { directorySettings } from "./settings";

/** The portal's reads from the directory. Each returns the complete answer or throws. */

const TIME_LIMIT_MS = 5_000;
/** Far above the number of groups one person can be in. */
const MAX_GROUP_PAGES = 50;
/** Limits for long lists; the largest group may have two million people. */
const PAGE_LIMIT_MS = 20_000;
const MAX_MEMBER_PAGES = 2_100;

const personId = z.guid();
const withId = z.object({ id: z.guid() });
const assignment = z.object({ principalId: z.guid(), principalType: z.string(), appRoleId: z.guid() });

/**
 * The ids of every group that the person belongs to, directly or through other groups.
 * Throws `DirectoryUnavailable` for anything but the complete list, after about five seconds at the latest.
 */
export async function groupIdsOf(oid: string): Promise<readonly string[]> {
  return orUnavailable(() =>
    within(TIME_LIMIT_MS, async (signal) => {
      const groups = await readAll({
        path: `/users/${personId.parse(oid)}/transitiveMemberOf/microsoft.graph.group?$select=id&$count=true&$top=${PAGE_SIZE}`,
        item: withId,
        maxPages: MAX_GROUP_PAGES,
        headers: EVENTUAL,
        ask: (path) => graph(path, { signal, patient: true }),
      });
      return groups.map(({ id }) => id);
    }),
  );
}

/**
 * One person's current roles and Global in the directory. A deleted account has none. Throws `DirectoryUnavailable` unless the
 * answer is complete.
 */
export async function standingOf(oid: string): Promise<Standing> {
  const groups = new Set(await groupIdsOf(oid).catch(noneIfGone));
  const roles = [...directorySettings().roleGroups].filter(([group]) => groups.has(group)).map(([, role]) => role);
  return { roles: [...new Set(roles)], global: (await holdersOfGlobal()).has(oid) };
}

function noneIfGone(error: unknown): readonly string[] {
  if (error instanceof DirectoryUnavailable && error.cause instanceof GraphError && error.cause.statusCode === 404) return [];
  throw error;
}

/** The object ids of everyone in a group, directly or through other groups. Throws `DirectoryUnavailable` for anything but the complete list. */
export const membersOf = (groupId: string): Promise<readonly string[]> => orUnavailable(() => readMembers(groupId));

/** The object ids of everyone who holds the Global app role, given to them or to a group of theirs. Throws `DirectoryUnavailable`. */
export const holdersOfGlobal = (): Promise<ReadonlySet<string>> =>
  orUnavailable(async () => {
    const { id, globalRoleId } = await portalApplication();
    const path = `/servicePrincipals/${id}/appRoleAssignedTo?$top=${PAGE_SIZE}`;
    const assignments = (await readLong(path, assignment)).filter(({ appRoleId }) => appRoleId === globalRoleId);
    const given = (type: string) => assignments.filter(({ principalType }) => principalType === type).map(({ principalId }) => principalId);
    const throughGroups = await Promise.all(given("Group").map(readMembers));
    return new Set([...given("User"), ...throughGroups.flat()]);
  });

async function readMembers(groupId: string): Promise<readonly string[]> {
  const path = `/groups/${personId.parse(groupId)}/transitiveMembers/microsoft.graph.user?$select=id&$count=true&$top=${PAGE_SIZE}`;
  return (await readLong(path, withId, EVENTUAL)).map(({ id }) => id);
}

/** A long list, with a deadline per page. */
const readLong = <T>(path: string, item: z.ZodType<T>, headers: Readonly<Record<string, string>> = {}): Promise<readonly T[]> =>
  readAll({ path, item, maxPages: MAX_MEMBER_PAGES, headers, ask: (next) => graph(next, { signal: AbortSignal.timeout(PAGE_LIMIT_MS), patient: true }) });

async function orUnavailable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw new DirectoryUnavailable(cause);
  }
}
