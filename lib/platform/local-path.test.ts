import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { localPath } from "./local-path";

const PORTAL = "http://localhost:3000";

describe("localPath", () => {
  test.each([
    ["/", "/"],
    ["/admin/users", "/admin/users"],
    ["/admin/users?q=a%20b&status=active", "/admin/users?q=a%20b&status=active"],
    ["/admin/../entity", "/entity"],
    ["/sign-in?returnTo=//evil.example", "/sign-in?returnTo=//evil.example"],
    ["/a//b", "/a//b"],
    ["/%2F%2Fevil.example", "/%2F%2Fevil.example"],
    ["/%5Cevil.example", "/%5Cevil.example"],
    ["/@evil.example", "/@evil.example"],
    ["/admin#part", "/admin"],
  ])("localPath keeps %j", (value, path) => {
    expect(localPath(value)).toBe(path);
  });

  const elsewhere = [
    "//evil.example",
    "///evil.example",
    "////evil.example/%2e%2e",
    "/\\evil.example",
    "/\\/evil.example",
    "/\\\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/a/..//evil.example",
    "/a/../..//evil.example",
    "/%2e//evil.example",
    "/%2E%2e//evil.example",
    "/./\\evil.example",
    "/.\t//evil.example",
    "//user:password@evil.example",
    "//localhost:3000@evil.example",
    "//localhost:3000.evil.example",
    "//localhost:3001/",
    "http://localhost:3000/admin",
    "http://localhost:3000@evil.example/",
    "https://evil.example/",
    "https:evil.example",
    "http:/\\evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "blob:http://localhost:3000/x",
    "file:///etc/passwd",
    "evil.example",
    "@evil.example",
    "?x",
    "#x",
    "..//evil.example",
    "",
    "//[::1",
    "/\u0000/evil.example/..//",
  ];

  test.each(elsewhere)("localPath does not follow %j", (value) => {
    const path = localPath(value);
    expect(new URL(path, PORTAL).origin).toBe(PORTAL);
    expect(path).not.toMatch(/^[/\\]{2}/);
    if (!value.includes("\u0000")) expect(path).toBe("/");
  });

  test.each([[undefined], [null], [7], [["/admin"]], [{ toString: () => "/admin" }], [new URL("http://localhost:3000/admin")]])(
    "localPath ignores %o",
    (value) => {
      expect(localPath(value)).toBe("/");
    },
  );

  test("localPath stays in the portal for any input, also when applied twice or resolved against the portal's address", () => {
    const piece = fc.constantFrom(
      "/",
      "\\",
      ".",
      "..",
      "%2e",
      "%2f",
      "%5c",
      ":",
      "@",
      "?",
      "#",
      "\t",
      "\n",
      " ",
      "evil.example",
      "localhost:3000",
      "http:",
      "javascript:",
      "\u0000",
      "ü",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
        const path = localPath(`/${pieces.join("")}`);
        expect(new URL(path, PORTAL).origin).toBe(PORTAL);
        expect(localPath(path)).toBe(path);
      }),
      { numRuns: 3_000 },
    );
  });
});
