import fc from "fast-check";
import { expect, test } from "vitest";
import { localPath } from "@/lib/platform/local-path";
import { fromReturnCookie, toReturnCookie } from "./return-to";

const filters = fc.array(fc.tuple(fc.string({ unit: "grapheme", maxLength: 12 }), fc.string({ unit: "grapheme", maxLength: 12 })), { maxLength: 5 });

test("the return path and its filters survive the round trip, whatever they contain", () => {
  fc.assert(
    fc.property(filters, (pairs) => {
      const query = new URLSearchParams(pairs);
      // As in the sign-in address: encoded again, then decoded once.
      const carried = new URLSearchParams({ returnTo: `/admin/users?${query}` }).toString();
      const back = fromReturnCookie(toReturnCookie(localPath(new URLSearchParams(carried).get("returnTo"))));
      expect([...new URL(back, "http://localhost").searchParams]).toEqual([...query]);
    }),
    { numRuns: 2_000 },
  );
});

test("the cookie's value contains no character that needs encoding", () => {
  fc.assert(
    fc.property(fc.webPath(), (path) => {
      expect(toReturnCookie(localPath(`/${path}`))).toMatch(/^[\w-]*$/);
    }),
  );
});

test.each([
  undefined,
  "",
  "not base64 at all!",
  Buffer.from("//evil.example").toString("base64url"),
  Buffer.from("https://evil.example").toString("base64url"),
])("%j leads to the start page", (value) => {
  expect(fromReturnCookie(value)).toBe("/");
});
