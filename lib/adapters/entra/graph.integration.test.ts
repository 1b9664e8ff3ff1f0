import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { RequestListener, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { makeTlsIdentity } from "@/lib/dev/directory/certificate";
import { startLocalDirectory } from "@/lib/dev/directory/server";
import { PORTAL } from "@/lib/dev/directory/test-client";
import { max, olive, testPeople } from "@/lib/dev/directory/test-people";
import { localClientSecret, stableId } from "./local-tenant";

const SESSION_SECRET = "the session secret of these tests";
const outcome = z.object({ ids: z.array(z.string()).optional(), error: z.string().optional(), cause: z.string().optional(), milliseconds: z.number() });

/** Runs `groupIdsOf` for each person in a process that trusts the certificate. */
async function askInNewProcess(tlsPort: number, oids: readonly string[], caFile?: string, secret = SESSION_SECRET) {
  const env = { NODE_ENV: "test" as const, SESSION_SECRET: secret, LOCAL_DIRECTORY_TLS_PORT: String(tlsPort), ...(caFile && { NODE_EXTRA_CA_CERTS: caFile }) };
  const child = spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", "lib/adapters/entra/graph.child.ts", ...oids], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  for await (const chunk of child.stdout) printed += String(chunk);
  return z.array(outcome).parse(JSON.parse(printed));
}

let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "graph-"));
});

afterAll(() => rm(dataDir, { recursive: true }));

describe("with a directory that answers", () => {
  test("groupIdsOf returns every group of a person, or throws when anything goes wrong", async () => {
    const options = { httpPort: 0, tlsPort: 0, dataDir, portalUrl: PORTAL, clientSecret: localClientSecret(SESSION_SECRET), people: testPeople };
    const directory = await startLocalDirectory(options);
    const [many, few, unknown, malformed] = await askInNewProcess(directory.tlsPort, [max.oid, olive.oid, stableId("nobody"), "../me"], directory.caFile);
    expect(many?.ids).toEqual(max.groups);
    expect(few?.ids).toEqual(olive.groups);
    expect(unknown?.error).toBe("DirectoryUnavailable");
    expect(malformed?.error).toBe("DirectoryUnavailable");

    const [untrusted] = await askInNewProcess(directory.tlsPort, [olive.oid]);
    expect(untrusted?.error).toBe("DirectoryUnavailable");
    const [wrongSecret] = await askInNewProcess(directory.tlsPort, [olive.oid], directory.caFile, "another session secret altogether");
    expect(wrongSecret?.error).toBe("DirectoryUnavailable");
    expect(wrongSecret?.cause).toContain("invalid_client");
    await directory.stop();

    const [unreachable] = await askInNewProcess(directory.tlsPort, [olive.oid], directory.caFile);
    expect(unreachable?.error).toBe("DirectoryUnavailable");
    expect(unreachable?.milliseconds).toBeLessThan(6_500);
  }, 60_000);
});

describe("with a directory that misbehaves", () => {
  const json = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) =>
    void response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(typeof body === "string" ? body : JSON.stringify(body));
  const group = (name: string) => ({ id: stableId(name) });
  const calls = new Map<string, number>();
  let base = "";
  const elsewhere = () => `https://127.0.0.1:${new URL(base).port}/v1.0/elsewhere`;
  const listFollowedBy = (next: string) => ({ value: [group("one")], "@odata.nextLink": next });

  type Behaviour = { answer: (response: ServerResponse, call: number, path: string) => void; cause?: RegExp };

  /** Graph's behaviour for the person of that name; `call` counts from 1. */
  const behaviours: Record<string, Behaviour> = {
    "a web page": { answer: (response) => void response.writeHead(200, { "Content-Type": "text/html" }).end("<p>Welcome"), cause: /expected array/ },
    "broken JSON": { answer: (response) => json(response, 200, "{"), cause: /JSON/ },
    "another shape": { answer: (response) => json(response, 200, { value: [{ name: "no id" }] }), cause: /expected string/ },
    "no list": { answer: (response) => json(response, 200, {}), cause: /expected array/ },
    "an error": { answer: (response) => json(response, 500, { error: { code: "InternalServerError", message: "It broke." } }), cause: /It broke/ },
    "too busy for long": { answer: (response) => json(response, 429, { error: { message: "Later." } }, { "Retry-After": "120" }), cause: /Later/ },
    "too busy each time": { answer: (response) => json(response, 503, { error: { message: "Busy." } }, { "Retry-After": "0" }), cause: /Busy/ },
    "no answer": { answer: () => undefined, cause: /TimeoutError/ },
    "half a list": {
      answer: (response, call, path) =>
        call === 1 ? json(response, 200, listFollowedBy(`${base}${path}`)) : json(response, 500, { error: { message: "Gone." } }),
      cause: /Gone/,
    },
    "a list without end": { answer: (response, _call, path) => json(response, 200, listFollowedBy(`${base}${path}`)), cause: /50 pages/ },
    "a list that goes on elsewhere": { answer: (response) => json(response, 200, listFollowedBy(elsewhere())), cause: /configured address/ },
    "a redirect": { answer: (response) => void response.writeHead(302, { Location: elsewhere() }).end(), cause: /fetch failed/ },
    "busy once": {
      answer: (response, call) => (call === 1 ? json(response, 429, {}, { "Retry-After": "1" }) : json(response, 200, { value: [group("one"), group("two")] })),
    },
  };

  const answer: RequestListener = ({ url = "" }, response) => {
    if (url.includes("/.well-known/openid-configuration"))
      return json(response, 200, { issuer: base, authorization_endpoint: `${base}/a`, token_endpoint: `${base}/t`, jwks_uri: `${base}/k` });
    if (url.startsWith("/t")) return json(response, 200, { token_type: "Bearer", access_token: "token", expires_in: 3600 });
    const name = Object.keys(behaviours).find((each) => url.includes(stableId(each))) ?? "elsewhere";
    const call = (calls.get(name) ?? 0) + 1;
    calls.set(name, call);
    behaviours[name]?.answer(response, call, url);
  };

  let server: Server;
  let outcomes: ReadonlyMap<string, z.infer<typeof outcome> | undefined>;

  beforeAll(async () => {
    const identity = await makeTlsIdentity();
    const caFile = join(dataDir, "misbehaving.pem");
    await writeFile(caFile, identity.cert);
    server = createServer(identity, answer);
    await new Promise<void>((resolve) => server.listen({ host: "127.0.0.1", port: 0 }, resolve));
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    base = `https://localhost:${port}`;
    const names = Object.keys(behaviours);
    const answers = await askInNewProcess(port, names.map(stableId), caFile);
    outcomes = new Map(names.map((name, index) => [name, answers[index]]));
  }, 60_000);

  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  test.each(Object.entries(behaviours).filter(([, { cause }]) => cause))("%s is DirectoryUnavailable, within the time limit", (name, { cause }) => {
    expect(outcomes.get(name)).toMatchObject({ error: "DirectoryUnavailable", cause: expect.stringMatching(cause ?? "") });
    expect(outcomes.get(name)?.milliseconds).toBeLessThan(6_500);
  });

  test("the client waits out a short Retry-After", () => {
    expect(outcomes.get("busy once")?.ids).toEqual([stableId("one"), stableId("two")]);
    expect(outcomes.get("busy once")?.milliseconds).toBeGreaterThan(1_000);
  });

  test("the client does not wait out a long Retry-After, and stops retrying", () => {
    expect(calls.get("too busy for long")).toBe(1);
    expect(calls.get("too busy each time")).toBe(3);
    expect(calls.get("a list without end")).toBe(50);
  });

  test("the client contacts no other address", () => {
    expect(calls.has("elsewhere")).toBe(false);
  });
});
