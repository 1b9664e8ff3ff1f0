import { expect, test } from "vitest";
import { homeOf, isListUpload, mostBytesAt, refusalOf } from "./request-limits.mjs";

const post = (url: string, length: number | string) => refusalOf("POST", url, { "content-length": String(length) });

test("a form without a session may have 4 kB, any other form 64 kB, and an invitation list 2 MB", () => {
  expect(
    ["/api/auth/signin/azure-ad", "/api/auth/invitation", "/", "/admin/users", "/admin/invitations/many", "/admin/invitations/many/x"].map(mostBytesAt),
  ).toEqual([4_096, 4_096, 65_536, 65_536, 2_048_000, 65_536]);
});

test.each([
  ["/api/auth/signin/azure-ad", 4_096, null],
  ["/api/auth/signin/azure-ad", 4_097, 413],
  ["/api/auth/signin/azure-ad?x=/admin/invitations/many", 4_097, 413],
  ["/api/%61uth/signin/azure-ad", 4_097, 413],
  ["/api/./auth/signin/azure-ad", 4_097, 413],
  ["/api/x/%2e%2e/auth/signin/azure-ad", 4_097, 413],
  ["http://evil.example/sign-in", 10, 400],
  ["/admin/users", 65_537, 413],
  ["/admin/invitations/many?x", 1_000_000, null],
  ["/admin/invitations/%6dany", 1_000_000, null],
  ["/admin/invitations/many", 2_048_001, 413],
  ["/admin/users", "1e9", 413],
  ["/admin/users", "-1", 400],
  ["/admin/users", "ten", 400],
])("POST %s of %s bytes: %s", (url, length, status) => {
  expect(post(url, length)).toBe(status);
});

test.each(["/_next/static/x", "/_next/static/chunks/x.js", "/%5fnext/static/x", "/a/../_next/static/x", "/_NEXT/static/x?y"])(
  "nothing is posted to a file: %s",
  (url) => {
    expect(["POST", "PUT", "DELETE", "GET", "HEAD"].map((method) => refusalOf(method, url, {}))).toEqual([405, 405, 405, null, null]);
  },
);

test("a body without a length is accepted up to the same limits", () => {
  expect(refusalOf("POST", "/sign-in", { "transfer-encoding": "chunked" })).toBeNull();
});

test.each(["/%ff", "/admin/users/%c0%af", "/%", "/%E0%A4%A", "/_next/static/%ff"])("a path that cannot be decoded is the caller's error: %s", (url) => {
  expect(refusalOf("GET", url, {})).toBe(400);
});

test("a query that cannot be decoded is ignored", () => {
  expect(refusalOf("GET", "/sign-in?x=%ff", {})).toBeNull();
});

test("a query with more fields than any page needs is refused before it is parsed", () => {
  const of = (fields: number) => refusalOf("GET", `/api/live?${"a&".repeat(fields - 1)}a`, {});
  expect([of(500), of(501), of(7_600)]).toEqual([null, 414, 414]);
});

test("only an invitation list may be larger than a form", () => {
  expect([isListUpload(65_536), isListUpload(65_537)]).toEqual([false, true]);
});

test.each([
  ["127.0.0.1:3000", "/admin?q=a%26b", "http://localhost:3000/admin?q=a%26b"],
  ["[::1]:3000", "/", "http://localhost:3000/"],
  ["127.0.0.1:3000", "//evil.example/x", "http://localhost:3000/evil.example/x"],
  ["localhost:3000", "/admin", null],
  ["127.0.0.1:3001", "/admin", null],
  ["portal.example", "/admin", null],
  ["127.0.0.1:3000", "/api/health", null],
  ["", "/admin", null],
  ["a b", "/admin", null],
])("a page asked for at %s%s is at home at %s", (host, url, home) => {
  expect(homeOf("GET", url, host, "http://localhost:3000")).toBe(home);
});

test("a form is never redirected to the canonical address, nor is any request when the portal has a public address", () => {
  expect(homeOf("POST", "/", "127.0.0.1:3000", "http://localhost:3000")).toBeNull();
  expect(homeOf("GET", "/", "127.0.0.1:3000", "https://portal.example")).toBeNull();
});
