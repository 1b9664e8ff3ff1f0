import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LOCAL_ROLE_GROUPS, type LocalPerson, localClientSecret, stableId } from "@/lib/adapters/entra/local-tenant";
import { type LocalDirectory, startLocalDirectory } from "./server";
import { PORTAL } from "./test-client";

const SESSION_SECRET = "a secret of the tests, long enough to be accepted";

export type TestDirectory = LocalDirectory & {
  /** The roles of the role groups that somebody is in, and whether they hold Global; null for nobody. */
  standingOf(oid: string): { roles: readonly string[]; global: boolean } | null;
};

/**
 * A local directory that this very process may ask through msal-node and the Graph client. A process reads which certificates it
 * trusts when it starts, so that this one is told to trust whom it meets: it meets nobody but the directory.
 */
export async function startTestDirectory(people: readonly LocalPerson[]): Promise<TestDirectory> {
  // biome-ignore lint/style/noProcessEnv: the environment of a test process is the test's to make.
  Object.assign(process.env, { SESSION_SECRET, NODE_TLS_REJECT_UNAUTHORIZED: "0" });
  const dataDir = mkdtempSync(join(tmpdir(), "directory-"));
  const options = { httpPort: 0, tlsPort: 0, dataDir, portalUrl: PORTAL, clientSecret: localClientSecret(SESSION_SECRET), people };
  const directory = await startLocalDirectory(options);
  // biome-ignore lint/style/noProcessEnv: as above. The port is taken first: one that is free now may be taken in a moment.
  process.env.LOCAL_DIRECTORY_TLS_PORT = String(directory.tlsPort);
  return {
    ...directory,
    standingOf: (oid) => {
      const person = directory.people().find((one) => one.oid === oid);
      return person ? { roles: person.groups.flatMap((id) => LOCAL_ROLE_GROUPS.get(id) ?? []), global: person.appRoles.includes("Global") } : null;
    },
    stop: async () => {
      await directory.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Somebody whom the directory has, in the groups of these roles. */
export const someone = (name: string, roles: readonly string[] = [], appRoles: readonly string[] = []): LocalPerson => ({
  oid: stableId(`test:${name}`),
  userName: `${name.toLowerCase().replaceAll(" ", ".")}@kauri.example`,
  displayName: name,
  groups: [...LOCAL_ROLE_GROUPS].filter(([, role]) => roles.includes(role)).map(([id]) => id),
  appRoles,
  about: "Test person",
});
