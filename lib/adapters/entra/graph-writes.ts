import "server-only";
import { GraphError } from "@microsoft/microsoft-graph-client";
import { z } from "zod";
import { portalApplication } from "./graph-application";
import { graph, PAGE_SIZE, readAll } from "./graph-client";
import { directorySettings } from "./settings";

/**
 * What the portal changes in the directory, through Microsoft Graph. Each function makes something so, whatever it was before:
 * doing it again changes nothing, and what is so already counts as done. None retries by itself; whatever it throws, the caller
 * may do all of it again. `signal` ends it.
 */

const assignment = z.object({ id: z.string().min(1), principalId: z.guid(), appRoleId: z.guid() });
export const oidOf = (oid: string): string => z.guid().parse(oid);

/** Sees to it that the person is in the group of this role and in that of no other; null: in none of them. */
export async function setRoleGroup(oid: string, role: string | null, signal: AbortSignal): Promise<void> {
  const groups = [...directorySettings().roleGroups];
  const [target] = groups.filter(([, carried]) => carried === role).map(([id]) => id);
  if (role !== null && !target) throw new Error(`No group carries the role ${role}: name one in ENTRA_ROLE_GROUPS.`);
  // The new one first: a person between two roles is in both groups rather than in none.
  if (target) await addMember(target, oid, signal);
  const others = groups.filter(([, carried]) => carried !== role).map(([id]) => id);
  await Promise.all(others.map((group) => removeMember(group, oid, signal)));
}

/** Sees to it that the person holds the Global app role, or does not. Throws where they hold it through a group. */
export async function setGlobal(oid: string, held: boolean, signal: AbortSignal): Promise<void> {
  const { id, globalRoleId } = await portalApplication();
  const assignments = `/servicePrincipals/${id}/appRoleAssignedTo`;
  if (held) {
    const made = await unlessAlready(request(assignments, signal).post({ principalId: oidOf(oid), resourceId: id, appRoleId: globalRoleId }));
    if (made !== undefined) assignment.parse(made);
    return;
  }
  const path = `/users/${oidOf(oid)}/appRoleAssignments?$filter=${encodeURIComponent(`resourceId eq ${id}`)}&$top=${PAGE_SIZE}`;
  const all = await readAll({ path, item: assignment, maxPages: 50, ask: (next) => request(next, signal) }).catch(noneWhenGone);
  const global = all.filter(({ appRoleId }) => appRoleId === globalRoleId);
  const own = global.filter(({ principalId }) => principalId === oid);
  for (const one of own) assertEmptyBody(await unlessGone(request(`${assignments}/${one.id}`, signal).delete()));
  if (global.some(({ principalId }) => principalId !== oid)) throw new Error("They hold Global through a group: take the group's assignment away in Entra.");
}

/** Ends every sign-in session that the directory keeps for the person. Nobody there any more: nothing to end. */
export async function revokeSessions(oid: string, signal: AbortSignal): Promise<void> {
  // Documented as 204; seen as 200 with a body as well.
  const answer: unknown = await unlessGone(request(`/users/${oidOf(oid)}/revokeSignInSessions`, signal).post({}));
  if (answer !== undefined) z.object({ value: z.literal(true) }).parse(answer);
}

export const request = (path: string, signal: AbortSignal) => graph(path, { signal, patient: false });

async function addMember(group: string, oid: string, signal: AbortSignal): Promise<void> {
  const reference = { "@odata.id": `${directorySettings().graphUrl}/v1.0/directoryObjects/${oidOf(oid)}` };
  assertEmptyBody(await unlessAlready(request(`/groups/${group}/members/$ref`, signal).post(reference)));
}

const removeMember = async (group: string, oid: string, signal: AbortSignal): Promise<void> =>
  assertEmptyBody(await unlessGone(request(`/groups/${group}/members/${oidOf(oid)}/$ref`, signal).delete()));

/** A page of a proxy's is no answer of Graph's. */
export function assertEmptyBody(answer: unknown): void {
  if (answer !== undefined) throw new Error("The answer is not Graph's.");
}

/** Graph refuses to add what is there: that is what was wanted. */
const unlessAlready = (answer: Promise<unknown>) => unless(answer, ({ statusCode, message }) => statusCode === 400 && /already exist/i.test(message));

/** Graph finds nothing to take away: that is what was wanted. A 404 without Graph's own code is somebody else's. */
export const unlessGone = (answer: Promise<unknown>) => unless(answer, ({ statusCode, code }) => statusCode === 404 && code === "Request_ResourceNotFound");

/** Nobody there any more holds anything. */
function noneWhenGone(error: unknown): readonly z.infer<typeof assignment>[] {
  if (error instanceof GraphError && error.statusCode === 404 && error.code === "Request_ResourceNotFound") return [];
  throw error;
}

/** The answer; undefined where the refusal says that it is so already. */
async function unless(answer: Promise<unknown>, isSo: (refusal: GraphError) => boolean): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof GraphError && isSo(error)) return undefined;
    throw error;
  }
}
