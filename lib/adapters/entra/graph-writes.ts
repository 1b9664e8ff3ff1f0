import "server-only";
import { GraphError } from "@microsoft/microsoft-graph-client";
import { z } from "zod";
import { portalApplication } from "./graph-application";
import { graph, PAGE_SIZE, readAll } from "./graph-client";
import { directorySettings } from "./settings";

/**
 * The portal's writes to the directory through Microsoft Graph. Each function sets the desired end state and is idempotent: a state
 * already reached counts as done. None retries; after any error the caller may repeat the whole call. `signal` aborts it.
 */

const assignment = z.object({ id: z.string().min(1), principalId: z.guid(), appRoleId: z.guid() });
export const oidOf = (oid: string): string => z.guid().parse(oid);

/** Puts the person in this role's group and no other role group; null removes them from all. */
export async function setRoleGroup(oid: string, role: string | null, signal: AbortSignal): Promise<void> {
  const groups = [...directorySettings().roleGroups];
  const [target] = groups.filter(([, carried]) => carried === role).map(([id]) => id);
  if (role !== null && !target) throw new Error(`No group carries the role ${role}: name one in ENTRA_ROLE_GROUPS.`);
  // Add before removing, so a person changing roles is briefly in both groups rather than in none.
  if (target) await addMember(target, oid, signal);
  const others = groups.filter(([, carried]) => carried !== role).map(([id]) => id);
  await Promise.all(others.map((group) => removeMember(group, oid, signal)));
}

/** Assigns or removes the Global app role. Throws when the person holds it through a group. */
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

/** Ends all of the person's sign-in sessions in the directory. Does nothing when the account is gone. */
export async function revokeSessions(oid: string, signal: AbortSignal): Promise<void> {
  // Documented as 204, but 200 with a body occurs too.
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

/** A proxy's page is not an answer from Graph. */
export function assertEmptyBody(answer: unknown): void {
  if (answer !== undefined) throw new Error("The answer is not Graph's.");
}

/** Graph refuses to add an existing member: already done. */
const unlessAlready = (answer: Promise<unknown>) => unless(answer, ({ statusCode, message }) => statusCode === 400 && /already exist/i.test(message));

/** Graph finds nothing to remove: already done. A 404 without Graph's error code is not from Graph. */
export const unlessGone = (answer: Promise<unknown>) => unless(answer, ({ statusCode, code }) => statusCode === 404 && code === "Request_ResourceNotFound");

/** The account is gone, so it holds nothing. */
function noneWhenGone(error: unknown): readonly z.infer<typeof assignment>[] {
  if (error instanceof GraphError && error.statusCode === 404 && error.code === "Request_ResourceNotFound") return [];
  throw error;
}

/** The answer; undefined when Graph reports that the state is already reached. */
async function unless(answer: Promise<unknown>, isSo: (refusal: GraphError) => boolean): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof GraphError && isSo(error)) return undefined;
    throw error;
  }
}
