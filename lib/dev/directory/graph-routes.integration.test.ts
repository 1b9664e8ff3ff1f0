import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { LOCAL_CLIENT_ID, LOCAL_TENANT_ID, localClientSecret } from "@/lib/adapters/entra/local-tenant";
import { type LocalDirectory, startLocalDirectory } from "./server";
import { overTls, PORTAL, SignIn } from "./test-client";
import { max, olive, testPeople } from "./test-people";

const clientSecret = localClientSecret("the session secret of this test");
let directory: LocalDirectory;
let dataDir: string;
let ca: Buffer;
let graph: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "directory-"));
  directory = await startLocalDirectory({ httpPort: 0, tlsPort: 0, dataDir, portalUrl: PORTAL, clientSecret, people: testPeople });
  ca = await readFile(directory.caFile);
  graph = `https://localhost:${directory.tlsPort}`;
});

afterAll(async () => {
  await directory.stop();
  await rm(dataDir, { recursive: true });
});

const groupsOf = (oid: string, query = "") => `${graph}/v1.0/users/${oid}/transitiveMemberOf/microsoft.graph.group${query}`;
const get = (url: string, token: string) => overTls(url, ca, { headers: { authorization: `Bearer ${token}` } });

function requestToken(changes: Record<string, string> = {}) {
  const form = { grant_type: "client_credentials", client_id: LOCAL_CLIENT_ID, client_secret: clientSecret, scope: `${graph}/.default`, ...changes };
  return overTls(`${graph}/${LOCAL_TENANT_ID}/v2.0/token`, ca, { form });
}

const tokenFrom = (body: unknown): string => z.object({ access_token: z.string() }).parse(body).access_token;

const page = z.object({ value: z.array(z.object({ id: z.string() })), "@odata.nextLink": z.string().optional() });
const errorCode = (body: unknown) => z.object({ error: z.object({ code: z.string(), message: z.string() }) }).parse(body).error.code;

test("the discovery document over TLS names https addresses of that issuer only", async () => {
  const { body } = await overTls(`${graph}/${LOCAL_TENANT_ID}/v2.0/.well-known/openid-configuration`, ca);
  const addresses = z.object({ issuer: z.string(), token_endpoint: z.string(), authorization_endpoint: z.string(), jwks_uri: z.string() }).parse(body);
  for (const address of Object.values(addresses)) expect(address.startsWith(`${graph}/${LOCAL_TENANT_ID}/v2.0`)).toBe(true);
});

test("the portal's application needs its secret to get a token", async () => {
  expect((await requestToken()).status).toBe(200);
  expect((await requestToken({ client_secret: "wrong" })).status).toBe(401);
  expect((await requestToken({ client_id: "another" })).status).toBe(401);
});

test("Graph returns all groups over several pages for a person in too many for the token", async () => {
  const token = tokenFrom((await requestToken()).body);
  const ids: string[] = [];
  let pages = 0;
  for (let url: string | undefined = groupsOf(max.oid, "?$select=id&$top=999"); url !== undefined; pages++) {
    const answer = await get(url, token);
    expect(answer.status).toBe(200);
    const { value, "@odata.nextLink": next } = page.parse(answer.body);
    ids.push(...value.map(({ id }) => id));
    url = next;
  }
  expect(ids).toEqual(max.groups);
  expect(pages).toBe(3);
});

test("Graph honours a smaller page size", async () => {
  const { value, "@odata.nextLink": next } = page.parse((await get(groupsOf(olive.oid, "?$top=1"), tokenFrom((await requestToken()).body))).body);
  expect(value).toEqual([{ id: olive.groups[0] }]);
  expect(next).toBeDefined();
});

test("Graph answers 404 in its own shape for a person it does not know", async () => {
  const answer = await get(groupsOf("11111111-1111-4111-8111-111111111111"), tokenFrom((await requestToken()).body));
  expect(answer.status).toBe(404);
  expect(errorCode(answer.body)).toBe("Request_ResourceNotFound");
});

test("Graph refuses callers without a token, with a forged one, or with one for another audience", async () => {
  const attempt = new SignIn(directory, clientSecret);
  const personal = tokenFrom(await (await attempt.redeem(await attempt.codeFor(olive))).json());
  const withoutScope = tokenFrom((await requestToken({ scope: "" })).body);
  for (const token of ["", "invented", personal, withoutScope]) {
    const answer = await get(groupsOf(olive.oid), token);
    expect(answer.status).toBe(401);
    expect(errorCode(answer.body)).toBe("InvalidAuthenticationToken");
  }
});
