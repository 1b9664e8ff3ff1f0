import "server-only";
import { z } from "zod";
import { graph } from "./graph-client";
import { directorySettings } from "./settings";

/** The portal's own service principal, and the app role on it that lifts entity isolation. */
export type PortalApplication = { readonly id: string; readonly globalRoleId: string };

/** The app role's value in tokens, as sign-in reads it. */
const GLOBAL = "Global";
const TIME_LIMIT_MS = 10_000;

const principal = z.object({ id: z.guid(), appRoles: z.array(z.object({ id: z.guid(), value: z.string().nullish() })) });

let known: PortalApplication | undefined;

/**
 * Looks up the portal's application by its client id, once per process, as its ids never change. Throws when the directory does not
 * answer, or the application has no app role with the value Global.
 */
export async function portalApplication(): Promise<PortalApplication> {
  if (known) return known;
  const { clientId } = directorySettings();
  const call = { signal: AbortSignal.timeout(TIME_LIMIT_MS), patient: false };
  const { id, appRoles } = principal.parse(await graph(`/servicePrincipals(appId='${clientId}')?$select=id,appRoles`, call).get());
  const role = appRoles.find(({ value }) => value === GLOBAL);
  if (!role) throw new Error("The portal's application has no app role with the value Global: add it to the app registration.");
  known = { id, globalRoleId: role.id };
  return known;
}
