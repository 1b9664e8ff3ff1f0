import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LOCAL_ROLE_GROUPS, type LocalPerson, localClientSecret, stableId } from "@/lib/adapters/entra/local-tenant";
import { type LocalDirectory, startLocalDirectory } from "./server";
import { PORTAL } from "./test-client";

const SESSION_SECRET = "a secret of the tests, long enough to be accepted";

export type TestDirectory = LocalDirectory & {
  /** A person's roles from their groups, and Global; null when unknown. */
  standingOf(oid: string): { roles: readonly string[]; global: boolean } | null;
};

/**
 * A local directory that this process can use through msal-node and the Graph client. Trusted certificates are read at startup, so
 * certificate checks are off here; the process connects only to the directory.
 */
export async function startTestDirectory(people: readonly LocalPerson[]): Promise<TestDirectory> {
  // biome-ignore lint/style/noProcessEnv: tests set up their own process environment.
  Object.assign(process.env, { SESSION_SECRET, NODE_TLS_REJECT_UNAUTHORIZED: "0" });
  const dataDir = mkdtempSync(join(tmpdir(), "directory-"));
  const options = { httpPort: 0, tlsPort: 0, dataDir, portalUrl: PORTAL, clientSecret: localClientSecret(SESSION_SECRET), people };
  const directory = await startLocalDirectory(options);
  // biome-ignore lint/style/noProcessEnv: as above. Bind the port first, as a free one may be taken at any time.
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

/** Adds a person to the directory, in the groups of these roles. */
export const someone = (name: string, roles: readonly string[] = [], appRoles: readonly string[] = []): LocalPerson => ({
  oid: stableId(`test:${name}`),
  userName: `${name.toLowerCase().replaceAll(" ", ".")}@kauri.example`,
  displayName: name,
  groups: [...LOCAL_ROLE_GROUPS].filter(([, role]) => roles.includes(role)).map(([id]) => id),
  appRoles,
  about: "Test person",
});
