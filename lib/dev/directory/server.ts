import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { join } from "node:path";
import { LOCAL_TENANT_ID, type LocalPerson } from "@/lib/adapters/entra/local-tenant";
import { isEntraConfigured } from "@/lib/platform/env";
import { makeTlsIdentity } from "./certificate";
import type { Misbehaviour } from "./faults";
import { graphRoutes } from "./graph-routes";
import { type Listener, listenOnLoopback } from "./listen";
import { graphTokenProvider, makeSigningKey, signInProvider } from "./provider";
import { mounted, underPaths } from "./routing";
import { DirectoryStore } from "./store";

/** The embedded stand-in for Microsoft Entra ID and Microsoft Graph. */

export type LocalDirectoryOptions = {
  /** The initial people; later changes are in the data folder. */
  people: readonly LocalPerson[];
  /** An extra sentence about the people, on the sign-in page. */
  peopleNote?: string | undefined;
  portalUrl: string;
  /** Sign-in, over plain http; 0 takes a free port. */
  httpPort: number;
  /** Tokens for the portal itself, and Graph, over TLS; 0 takes a free port. */
  tlsPort: number;
  /** The folder for the certificate and the directory's state. */
  dataDir: string;
  clientSecret: string;
};

export type LocalDirectory = {
  issuer: string;
  /** The certificate for NODE_EXTRA_CA_CERTS, which Node.js reads when a process starts. */
  caFile: string;
  httpPort: number;
  tlsPort: number;
  /** The current people, for tests of the portal's writes. */
  people(): readonly LocalPerson[];
  /** Adds or replaces a person directly, bypassing the portal, for tests. */
  put(person: LocalPerson): void;
  /** Removes a person, likewise. */
  remove(person: LocalPerson): void;
  /** Injects Graph faults for tests; `POST /control/faults` does the same from another process. */
  misbehave(next: Misbehaviour): void;
  /** Resolves once both ports are free again. */
  stop(): Promise<void>;
};

const MOUNT = `/${LOCAL_TENANT_ID}/v2.0`;

/**
 * Starts the directory on loopback addresses, with fresh keys and the saved people. Throws `PortInUse`, or an error when Entra ID is
 * configured; a failed start leaves nothing running.
 */
export async function startLocalDirectory(options: LocalDirectoryOptions): Promise<LocalDirectory> {
  if (isEntraConfigured()) throw new Error("The local directory does not start where Entra ID is configured.");
  const [identity, signingKey] = await Promise.all([makeTlsIdentity(), makeSigningKey()]);
  const listeners: Listener[] = [];
  const stop = async () => void (await Promise.all(listeners.map((listener) => listener.close())));
  try {
    const plain = await listenOnLoopback(createServer, options.httpPort, "LOCAL_DIRECTORY_PORT");
    listeners.push(plain);
    const secure = await listenOnLoopback(() => createTlsServer(identity), options.tlsPort, "LOCAL_DIRECTORY_TLS_PORT");
    listeners.push(secure);

    // Write it after binding the ports, so a second start cannot replace a running directory's certificate.
    const caFile = join(options.dataDir, "local-directory-ca.pem");
    await mkdir(options.dataDir, { recursive: true });
    await writeFile(caFile, identity.cert);

    const store = DirectoryStore.open(options.dataDir, options.people);
    const common = { ...options, store, portalUrl: options.portalUrl.replace(/\/+$/, ""), signingKey };
    const issuer = `http://localhost:${plain.port}${MOUNT}`;
    const signIn = signInProvider({ ...common, issuer });
    plain.answerWith(underPaths(issuer, { [MOUNT]: mounted(MOUNT, signIn.callback()) }));

    const graph = `https://localhost:${secure.port}`;
    const scope = `${graph}/.default`;
    const tokens = graphTokenProvider({ ...common, issuer: `${graph}${MOUNT}`, scope });
    const routes = graphRoutes({ base: graph, scope, store, tokens: tokens.ClientCredentials, clientSecret: options.clientSecret });
    secure.answerWith(underPaths(graph, { [MOUNT]: mounted(MOUNT, tokens.callback()), "/v1.0": routes.graph, "/control": routes.control }));

    return {
      issuer,
      caFile,
      httpPort: plain.port,
      tlsPort: secure.port,
      people: store.people,
      put: store.put,
      remove: (person) => store.remove(person),
      misbehave: routes.misbehave,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
