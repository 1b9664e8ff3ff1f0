import { beforeEach, describe, expect, test, vi } from "vitest";

/** The environment is read once per process, so each deployment loads fresh modules. */
async function deployedAs(variables: Readonly<Record<string, string>>): Promise<typeof import("./request")> {
  vi.resetModules();
  for (const name of ["APP_URL", "TRUSTED_PROXY_HOPS", "ENTRA_TENANT_ID", "ENTRA_CLIENT_ID", "ENTRA_CLIENT_SECRET", "ENTRA_ROLE_GROUPS", "DATABASE_URL"])
    delete process.env[name];
  Object.assign(process.env, variables);
  return import("./request");
}

const ENTRA = {
  ENTRA_TENANT_ID: "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d",
  ENTRA_CLIENT_ID: "5c6d7e8f-9a0b-4c1d-8e2f-3a4b5c6d7e8f",
  ENTRA_CLIENT_SECRET: "secret",
  ENTRA_ROLE_GROUPS: "viewer=11111111-1111-4111-8111-111111111111",
  DATABASE_URL: "postgresql://app@db.example/rolebook",
  SESSION_SECRET: "a secret of the tests, long enough to be accepted",
};

describe("isSameOrigin", () => {
  const ON_LAPTOP = { APP_URL: "http://localhost:3000" };
  const PUBLIC = { ...ENTRA, APP_URL: "https://portal.example" };
  const NON_STANDARD = { ...ENTRA, APP_URL: "https://portal.example:8443" };

  const cases: readonly (readonly [Record<string, string>, Record<string, string>, boolean])[] = [
    [ON_LAPTOP, { origin: "http://localhost:3000" }, true],
    [ON_LAPTOP, { origin: "http://localhost:3001" }, false],
    [ON_LAPTOP, { origin: "https://localhost:3000" }, false],
    [ON_LAPTOP, { origin: "http://127.0.0.1:3000" }, false],
    [PUBLIC, { origin: "https://portal.example" }, true],
    [PUBLIC, { origin: "https://portal.example:443" }, false],
    [PUBLIC, { origin: "http://portal.example" }, false],
    [PUBLIC, { origin: "https://portal.example.evil.example" }, false],
    [PUBLIC, { origin: "https://evil.example" }, false],
    [PUBLIC, { origin: "https://sub.portal.example" }, false],
    [PUBLIC, { origin: "https://portal.example@evil.example" }, false],
    [PUBLIC, { origin: "https://portal.example/" }, false],
    [PUBLIC, { origin: "https://portal.example, https://evil.example" }, false],
    [PUBLIC, { origin: "null" }, false],
    [PUBLIC, { origin: "" }, false],
    [NON_STANDARD, { origin: "https://portal.example:8443" }, true],
    [NON_STANDARD, { origin: "https://portal.example" }, false],
    // Origin wins over the other headers; caller-controlled headers are ignored.
    [PUBLIC, { origin: "https://evil.example", "sec-fetch-site": "same-origin" }, false],
    [PUBLIC, { origin: "https://evil.example", host: "evil.example", "x-forwarded-host": "evil.example" }, false],
    [PUBLIC, { host: "portal.example", "x-forwarded-host": "portal.example" }, false],
    [PUBLIC, { referer: "https://portal.example/admin" }, false],
    // Without Origin, only a browser's Sec-Fetch-Site counts.
    [PUBLIC, {}, false],
    [PUBLIC, { "sec-fetch-site": "same-origin" }, true],
    [PUBLIC, { "sec-fetch-site": "same-site" }, false],
    [PUBLIC, { "sec-fetch-site": "cross-site" }, false],
    [PUBLIC, { "sec-fetch-site": "none" }, false],
    [PUBLIC, { "sec-fetch-site": "Same-Origin" }, false],
    [PUBLIC, { "sec-fetch-site": "same-origin, cross-site" }, false],
  ];

  test.each(cases)("%o with %o: %s", async (deployment, headers, expected) => {
    const { isSameOrigin } = await deployedAs(deployment);
    expect(isSameOrigin(new Headers(headers))).toBe(expected);
  });
});

describe("requestInfo", () => {
  beforeEach(() => vi.resetModules());
  const https = { ...ENTRA, APP_URL: "https://portal.example" };
  const addressOf = async (variables: Record<string, string>, headers: Record<string, string>) =>
    (await deployedAs(variables)).requestInfo(new Headers(headers), null).sourceAddress;
  const forwarded = (list: string) => ({
    "x-forwarded-for": list,
    "x-real-ip": "6.6.6.6",
    forwarded: "for=6.6.6.6",
    "cf-connecting-ip": "6.6.6.6",
    "true-client-ip": "6.6.6.6",
  });

  const cases: readonly (readonly [string, Record<string, string>, Record<string, string>, string | null])[] = [
    ["without a proxy, what a caller says counts for nothing", {}, forwarded("6.6.6.6"), "127.0.0.1"],
    ["without a proxy and without a header", {}, {}, "127.0.0.1"],
    ["on https there is one proxy at least", https, forwarded("203.0.113.7"), "203.0.113.7"],
    ["one proxy: what stands left of its own entry is made up", https, forwarded("6.6.6.6, 127.0.0.1, 203.0.113.7"), "203.0.113.7"],
    ["one proxy: blanks and empty entries are not addresses", https, forwarded(" 6.6.6.6 ,, 203.0.113.7 "), "203.0.113.7"],
    ["one proxy that sent nothing: unknown", https, { "x-real-ip": "6.6.6.6" }, null],
    ["two proxies: the entry of the outer one", { ...https, TRUSTED_PROXY_HOPS: "2" }, forwarded("6.6.6.6, 203.0.113.7, 10.0.0.1"), "203.0.113.7"],
    ["two proxies, and one entry only: unknown, not the caller's word", { ...https, TRUSTED_PROXY_HOPS: "2" }, forwarded("6.6.6.6"), null],
    ["two proxies on plain http of this machine", { TRUSTED_PROXY_HOPS: "2" }, forwarded("6.6.6.6, 203.0.113.7, 10.0.0.1"), "203.0.113.7"],
  ];

  test.each(cases)("%s", async (_name, variables, headers, expected) => {
    expect(await addressOf(variables, headers)).toBe(expected);
  });

  test("what is audited is bounded in length", async () => {
    const { requestInfo } = await deployedAs(https);
    const info = requestInfo(new Headers({ "x-forwarded-for": "9".repeat(10_000), "user-agent": "Mozilla".repeat(10_000) }), null);
    expect(info.sourceAddress).toHaveLength(64);
    expect(info.userAgent).toHaveLength(300);
  });

  test("each request has its own id, whatever the caller sends", async () => {
    const { requestInfo } = await deployedAs({});
    const suggested = new Headers({
      "x-request-id": "0190a0c0-0000-7000-8000-0000000000f1",
      traceparent: "00-0190a0c000007000800000000000000f-0190a0c000007000-01",
    });
    const ids = new Set(Array.from({ length: 50 }, () => requestInfo(suggested, null).requestId));
    expect(ids.size).toBe(50);
    expect(ids.has("0190a0c0-0000-7000-8000-0000000000f1")).toBe(false);
  });
});
